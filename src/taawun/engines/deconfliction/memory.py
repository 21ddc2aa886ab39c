# SPDX-License-Identifier: Apache-2.0
"""Live entries in memory: the port of `matching` for tests, benchmarks and small sets. It keeps nothing on a disk."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from taawun.engines.deconfliction.entries import Entry, Span
from taawun.engines.deconfliction.grid import slot_of, slots_for
from taawun.engines.deconfliction.places import Box


class Memory:
    """Entries by their slots and by their target keys."""

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        """Take entries in."""
        self._slots: dict[int, list[tuple[Entry, Box]]] = defaultdict(list)
        self._targets: dict[str, list[Entry]] = defaultdict(list)
        for one in entries:
            self.add(one)

    def add(self, entry: Entry) -> None:
        """Make an entry live."""
        box = entry.place.box
        self._slots[slot_of(box, entry.span)].append((entry, box))
        for key in entry.targets:
            self._targets[key].append(entry)

    def remove(self, entry: Entry) -> None:
        """End an entry."""
        box = entry.place.box
        self._slots[slot_of(box, entry.span)].remove((entry, box))
        for key in entry.targets:
            self._targets[key].remove(entry)

    def near(self, box: Box, span: Span) -> Iterator[Entry]:
        """Yield the entries that meet a box and a span."""
        for slot in slots_for(box, span):
            for one, around in self._slots.get(slot, ()):
                if not one.span.apart(span) and box.meets(around):
                    yield one

    def aimed(self, targets: frozenset[str], span: Span) -> Iterator[Entry]:
        """Yield the entries with one of these target keys that meet a span."""
        for key in targets:
            yield from (one for one in self._targets.get(key, ()) if not one.span.apart(span))
