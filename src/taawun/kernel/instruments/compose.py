# SPDX-License-Identifier: Apache-2.0
"""From what a lawyer writes to the whole pack: shared parts are taken in, sources are written out (spec §65.3, §65.4).

A section may say `from` (shared parts), `only` or `except` (which of them), `set` (what differs here) and `add`
(what only this pack has). The result stands alone: nothing in it points to another file.
"""

from collections.abc import Mapping
from typing import Any, Final

from taawun.kernel.instruments.codec import check_plain
from taawun.kernel.instruments.problems import Collector, Wrong

Library = Mapping[str, object]
"""Shared parts by file name ("workflows/extradition.yaml"), as read."""

_SECTION: Final = {"from", "only", "except", "set", "add"}
SOURCES_FILE: Final = "law/sources.yaml"


class Composer:
    """Composes one pack; remembers which sources it used."""

    def __init__(self, library: Library, own: Mapping[str, Any], collector: Collector) -> None:
        self.library, self.collector = library, collector
        self.checked: set[str] = set()
        self.known = {**(self.file(SOURCES_FILE, "/sources") if SOURCES_FILE in library else {}), **own}
        self.used: dict[str, Any] = {}

    def file(self, name: object, place: str) -> Mapping[str, Any]:
        """Return a shared part."""
        found = self.library.get(str(name))
        if not isinstance(found, Mapping):
            raise Wrong(place, "no-file", name=name)
        if str(name) not in self.checked:
            check_plain(found, str(name))
            self.checked.add(str(name))
        return found

    def source(self, cited: object, place: str) -> dict[str, str]:
        """Return a source written as "slug article" with its title."""
        if not isinstance(cited, str) or not cited.strip():
            raise Wrong(place, "no-source")
        slug, _, article = cited.strip().partition(" ")
        note = self.known.get(slug)
        if not isinstance(note, Mapping):
            raise Wrong(place, "unknown-source", name=slug)
        self.used[slug] = {"slug": slug, **note}
        return {"slug": slug, "title": str(note.get("title", "")), "article": article}

    def cite(self, value: Any, place: str) -> Any:
        """Return a declaration with the sources in it written out."""
        if isinstance(value, Mapping):
            return {key: self._cite_part(key, part, f"{place}/{key}") for key, part in value.items()}
        return [self.cite(item, f"{place}/{number}") for number, item in enumerate(value)] if _is_list(value) else value

    def _cite_part(self, key: str, part: Any, place: str) -> Any:
        if key in ("sources", "basis"):
            if not _is_list(part):
                raise Wrong(place, "shape", expected="a list of sources")
            return [self.source(item, place) for item in part]
        return self.source(part, place) if key == "source" else self.cite(part, place)

    def section(self, raw: Any, place: str, group: str = "") -> dict[str, dict[str, Any]]:
        """Return the named parts of a section, in order.

        Args:
            raw: the section as written; without `from` or `add` it is the parts themselves.
            place: where it stands.
            group: which group of each shared file is meant; empty if the file is the group.
        """
        if not isinstance(raw, Mapping):
            raise Wrong(place, "shape", expected="parts with names")
        if not _SECTION & set(raw):
            return _copied(raw, place)
        if set(raw) - _SECTION:
            raise Wrong(place, "unknown-part", names=", ".join(sorted(set(raw) - _SECTION)))
        found = self._taken(raw, place, group)
        for slug, changes in _copied(raw.get("set", {}), f"{place}/set").items():
            if slug not in found:
                raise Wrong(f"{place}/set", "no-part", name=slug, where=raw.get("from", place))
            found[slug] = {**found[slug], **changes}
        for slug, part in _copied(raw.get("add", {}), f"{place}/add").items():
            if slug in found:
                raise Wrong(f"{place}/add", "twice", name=slug)
            found[slug] = part
        return found

    def _taken(self, raw: Mapping[str, Any], place: str, group: str) -> dict[str, dict[str, Any]]:
        found: dict[str, dict[str, Any]] = {}
        for name in names_in(raw.get("from", []), f"{place}/from"):
            shared = self.file(name, f"{place}/from")
            found |= _copied(shared.get(group, {}) if group else shared, f"{name}")
        for key in ("only", "except"):
            for slug in names_in(raw.get(key, []), f"{place}/{key}"):
                if slug not in found:
                    raise Wrong(f"{place}/{key}", "no-part", name=slug, where=raw.get("from", place))
        wanted = set(names_in(raw.get("only", list(found)), place)) - set(names_in(raw.get("except", []), place))
        return {slug: part for slug, part in found.items() if slug in wanted}


def named(parts: Mapping[str, Any], key: str = "slug") -> list[dict[str, Any]]:
    """Return parts with names as a list of parts that hold their name."""
    return [{key: slug, **part} for slug, part in parts.items()]


def _copied(raw: Any, place: str) -> dict[str, dict[str, Any]]:
    if not isinstance(raw, Mapping):
        raise Wrong(place, "shape", expected="parts with names")
    for slug, part in raw.items():
        if not isinstance(slug, str) or not isinstance(part, Mapping):
            raise Wrong(f"{place}/{slug}", "shape", expected="a part with a name")
        if "slug" in part:
            raise Wrong(f"{place}/{slug}", "unknown-part", names="slug")
    return {slug: dict(part) for slug, part in raw.items()}


def names_in(raw: Any, place: str) -> list[str]:
    """Return one name or a list of names as a list."""
    names = [raw] if isinstance(raw, str) else raw
    if not _is_list(names) or not all(isinstance(name, str) for name in names):
        raise Wrong(place, "shape", expected="a list of names")
    return list(names)


def _is_list(value: Any) -> bool:
    return isinstance(value, list | tuple)
