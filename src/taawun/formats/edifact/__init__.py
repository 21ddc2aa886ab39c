# SPDX-License-Identifier: Apache-2.0
"""UN/EDIFACT (ISO 9735) as segments: `segments(file)` reads what offices really send, `written(...)` writes it."""

from taawun.formats.edifact.delimiters import STANDARD, Delimiters
from taawun.formats.edifact.segments import Segment, Wrong
from taawun.formats.edifact.tokens import segments
from taawun.formats.edifact.writing import written

__all__ = ["STANDARD", "Delimiters", "Segment", "Wrong", "segments", "written"]
