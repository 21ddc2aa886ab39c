# SPDX-License-Identifier: Apache-2.0
"""Lists of people, organisations and vessels in any known format, as records to match: `open_list(path).rows()`."""

from taawun.formats.people.opening import UN_EXTRACT, Format, RecordSource, open_list
from taawun.formats.people.rows import ListRow, Reason, RowProblem

__all__ = ["UN_EXTRACT", "Format", "ListRow", "Reason", "RecordSource", "RowProblem", "open_list"]
