# SPDX-License-Identifier: Apache-2.0
"""AIS as NMEA 0183 sentences: read from files and streams that hold anything at all, and never die of one."""

from taawun.formats.ais.messages import Other, Position, Static
from taawun.formats.ais.sentences import Fault, Heard, Reader
from taawun.formats.ais.streams import Lines, read_file

__all__ = ["Fault", "Heard", "Lines", "Other", "Position", "Reader", "Static", "read_file"]
