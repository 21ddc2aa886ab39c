# SPDX-License-Identifier: Apache-2.0
"""Instrument packs on disk: YAML in, checked packs out (spec §65.2).

Only plain YAML is read: no tags, a bounded number of aliases, no name twice in one place, bounded size and depth.
"""

from collections.abc import Collection, Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import yaml

from taawun.kernel.errors import BadPack
from taawun.kernel.instruments import Pack, load_pack
from taawun.kernel.instruments.problems import Problem

FILE_BYTES: Final = 1 << 20
"""Largest file of a pack or a shared part."""
DEPTH: Final = 32
"""Deepest nesting, in levels."""
ALIASES: Final = 100
"""Most aliases in one file: a few lines of aliases of aliases would fill any memory."""
SHARED: Final = ("workflows", "law", "parts")
"""Folders beside the packs that hold shared parts."""
SHIPPED: Final = Path(__file__).resolve().parent.parent / "instruments"
"""The packs that come with the node."""

_SAFE: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_SAFE):  # type: ignore[misc] # the C loader where its library is there
    """A safe loader that refuses what a reader would overlook."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        """Construct a mapping, refusing a name that stands in it twice."""
        names = [key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode)]
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice is not None:
            raise _Refused("twice", name=str(twice))
        return dict(super().construct_mapping(node, deep=deep))


class _Refused(Exception):
    """Reading stops; the rule and what fills its sentence."""

    def __init__(self, rule: str, **given: str) -> None:
        super().__init__(rule)
        self.rule, self.given = rule, given


def parse(text: str, name: str) -> object:
    """Return the value of a YAML text.

    Raises:
        BadPack: it is too large, too deep, not YAML, or names something twice.
    """
    try:
        if len(text.encode("utf-8", "surrogatepass")) > FILE_BYTES:
            raise _Refused("too-large", limit=f"{FILE_BYTES} bytes")
        _check_events(text)
        return yaml.load(text, Loader=_Loader)  # noqa: S506  # a safe loader, closed further
    except _Refused as refused:
        raise BadPack((Problem(name, "", refused.rule, refused.given),)) from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"line {mark.line + 1}" if mark else ""
        why = str(getattr(error, "problem", None) or type(error).__name__)
        raise BadPack((Problem(name, place, "not-yaml", {"why": why}),)) from None
    except (ValueError, TypeError, RecursionError) as error:  # a date that is none, a list as a name
        raise BadPack((Problem(name, "", "not-yaml", {"why": type(error).__name__}),)) from None


def _check_events(text: str) -> None:
    """Refuse what is too deep or has too many aliases, before anything is built: building goes as deep as the text."""
    depth = aliases = 0
    for event in yaml.parse(text, Loader=_SAFE):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        aliases += isinstance(event, yaml.AliasEvent)
        if depth > DEPTH:
            raise _Refused("too-deep", limit=str(DEPTH))
        if aliases > ALIASES:
            raise _Refused("too-large", limit=f"{ALIASES} aliases")


def read_library(folder: Path = SHIPPED) -> dict[str, object]:
    """Return the shared parts of a folder by file name, such as "workflows/extradition.yaml".

    Raises:
        BadPack: one of them cannot be read.
    """
    files = sorted(path for shared in SHARED for path in (folder / shared).glob("*.yaml"))
    return {path.relative_to(folder).as_posix(): parse(_text(path), path.name) for path in files}


@cache
def shipped_library() -> Mapping[str, object]:
    """Return the shared parts that come with the node; each sector cites them, and they are read once a process."""
    return MappingProxyType(read_library(SHIPPED))


def pack_files(folder: Path = SHIPPED) -> list[Path]:
    """Return the files of the packs of a folder; each new one is a new pack, without code."""
    return sorted(folder.glob("*.yaml"))


def load_file(path: Path, library: Mapping[str, object], roles: Collection[str] | None = None) -> Pack:
    """Return the pack of one file.

    Raises:
        BadPack: with every problem.
    """
    return load_pack(parse(_text(path), path.name), path.name, library, roles)


def load_folder(folder: Path = SHIPPED, roles: Collection[str] | None = None) -> dict[str, Pack]:
    """Return every pack of a folder by its slug.

    Raises:
        BadPack: one is wrong, two have one name, or a file is named otherwise than its pack.
    """
    library = shipped_library() if folder == SHIPPED else read_library(folder)
    return {pack.slug: pack for pack in _named(folder, library, roles)}


def load_bundle(path: Path, roles: Collection[str] | None = None) -> dict[str, Pack]:
    """Return the packs of one file by slug, with the parts that they share: the form in which a sector has them.

    The file holds `workflows`, `parts` and `packs`, each by name and each optional. A pack cites them, and those that
    come with the node, as if each were a file: "workflows/NAME.yaml", "parts/NAME.yaml".

    Raises:
        BadPack: with every problem.
    """
    name = f"{path.parent.name}/{path.name}"
    raw = parse(_text(path), name) or {}
    if not isinstance(raw, Mapping) or set(raw) - {*SHARED, "packs"}:
        raise BadPack((Problem(name, "", "shape", {"expected": "workflows, law, parts, packs"}),))
    library = dict(shipped_library())
    for shared in SHARED:
        for slug, part in (raw.get(shared) or {}).items():
            if f"{shared}/{slug}.yaml" in library:
                raise BadPack((Problem(name, f"/{shared}/{slug}", "twice", {"name": str(slug)}),))
            library[f"{shared}/{slug}.yaml"] = part
    made = {slug: load_pack(one, f"{name}: {slug}", library, roles) for slug, one in (raw.get("packs") or {}).items()}
    for slug, pack in made.items():
        if pack.slug != slug:
            raise BadPack((Problem(name, f"/packs/{slug}/pack", "shape", {"expected": str(slug)}),))
    return made


def _named(folder: Path, library: Mapping[str, object], roles: Collection[str] | None) -> Iterator[Pack]:
    for path in pack_files(folder):
        pack = load_file(path, library, roles)
        if pack.slug != path.stem:
            raise BadPack((Problem(path.name, "/pack", "shape", {"expected": path.stem}),))
        yield pack


def _text(path: Path) -> str:
    """Return a file's text; what is no UTF-8 is refused."""
    try:
        with path.open("rb") as file:
            data = file.read(FILE_BYTES + 1)
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise BadPack((Problem(path.name, "", "not-yaml", {"why": "UTF-8"}),)) from None
