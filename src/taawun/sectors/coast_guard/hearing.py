# SPDX-License-Identifier: Apache-2.0
"""What was wrong with the sentences of a source, in words, and on which of its lines (spec §80.60)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from taawun.formats.ais import Fault
from taawun.sectors.coast_guard.models import Feed
from taawun.sectors.coast_guard.services import WHERE

HEARD: Final[Mapping[str, str | Promise]] = {
    "lines": _("Lines"),
    "sentences": _("Sentences"),
    "messages": _("Messages"),
    "decoded": _("Decoded"),
}
FAULTS: Final[Mapping[str, str | Promise]] = {
    Fault.TOO_LONG: _("The line is too long for a sentence"),
    Fault.BROKEN: _("It is no AIS sentence, or it breaks off"),
    Fault.CHECKSUM: _("The checksum does not fit"),
    Fault.FRAGMENT: _("It says it is a part that cannot be"),
    Fault.ORPHAN: _("Other parts of its message never came"),
    Fault.TAG: _("The block before it is broken, so its time is not known"),
    Fault.EMPTY: _("Nothing is in it"),
    Fault.PAYLOAD: _("What it says is cut off or has wrong letters"),
    Fault.UNDECODED: _("Its kind is not known"),
    Fault.LATER: _("It says a time that has not come yet, so it is not kept"),
}


@dataclass(frozen=True, slots=True)
class FaultKind:
    """One kind of fault: how often it was, and on which lines it was first; `more` where those are not all."""

    said: str | Promise
    count: int
    lines: tuple[int, ...]

    @property
    def more(self) -> bool:
        """Tell whether there are more than the lines that are kept."""
        return self.count > len(self.lines)


@dataclass(frozen=True, slots=True)
class Faults:
    """All that was wrong with one source."""

    kinds: tuple[FaultKind, ...]

    @property
    def total(self) -> int:
        """Return how many faults there were."""
        return sum(one.count for one in self.kinds)


def faults_of(feed: Feed) -> Faults:
    """Return what was wrong with a source; of a stream, which has no lines to look at, only how often."""
    where = feed.counts.get(WHERE, {})
    kinds = [(said, feed.counts.get(code, 0), where.get(code, ())) for code, said in FAULTS.items()]
    return Faults(tuple(FaultKind(said, count, tuple(lines)) for said, count, lines in kinds if count))
