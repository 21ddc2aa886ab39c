# SPDX-License-Identifier: Apache-2.0
"""The catalogues of the three languages: collect what pages say, compile, and check that nothing is missing.

    python -m tools.catalogues extract    # bring locale/*/LC_MESSAGES/django.po up to date
    python -m tools.catalogues compile    # write the django.mo beside each
    python -m tools.catalogues --check    # fail if a string is missing, unsure, unused or broken, or a file is stale

Collected are `gettext` calls in Python, `translate` and `blocktranslate` in templates, the `sentence` of every
error, the sentences of `Reason(...)` and `Remark(...)`, and the kernel's tables of sentences (`TABLES`). Of Django's
own strings that a page can show, ours has those that Django's catalogue of that language lacks. A sector has a
catalogue of its own beside its code, with what no other page says.
"""

import ast
import io
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

import django
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT: Final = Path(__file__).resolve().parent.parent
SOURCE: Final = ROOT / "src" / "taawun"
SECTORS: Final = SOURCE / "sectors"
LANGUAGES: Final = ("en", "ar", "ur")
TRANSLATED: Final = ("ar", "ur")
PLURALS: Final = {
    "en": "nplurals=2; plural=(n != 1)",
    "ar": "nplurals=6; "
    "plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 && n%100<=99 ? 4 : 5",
    "ur": "nplurals=2; plural=(n != 1)",
}
TABLES: Final = {"REASONS", "SENTENCES", "EXPLAINED", "POINTS"}
"""Tables of the kernel whose values are sentences."""
SPEAKING: Final = ("Reason", "Remark")
"""What is made of a code, a place and a sentence, in this order."""
KEYWORDS: Final = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "npgettext": ((1, "c"), 2, 3),
}
FRAMEWORK: Final = ("forms/fields.py", "forms/forms.py", "core/validators.py", "utils/timesince.py", "utils/dates.py")
RETAKEN: Final = {"ur": frozenset({"django/forms/fields.py"})}
"""Modules whose strings are ours in a language although Django has them: its Urdu there is misspelt."""
NO_DATE: Final = datetime(2025, 1, 1, tzinfo=UTC)
PLACEHOLDER: Final = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}|</?\w+>")


class Said(NamedTuple):
    """One string that a page can show."""

    place: str
    text: str | tuple[str, ...]
    context: str | None


# --- collecting ----------------------------------------------------------------------------------


def homes() -> list[str]:
    """Return where catalogues are: the node's own (empty), and each sector by its slug."""
    return ["", *sorted(path.parent.name for path in SECTORS.glob("*/sector.py"))]


def _home_of(path: Path) -> str:
    inside = path.is_relative_to(SECTORS) and SECTORS not in (path, path.parent)
    return path.relative_to(SECTORS).parts[0] if inside else ""


@cache
def collect(home: str = "") -> list[Said]:
    """Return everything that our own code says in one home, in the order of the files."""
    said: list[Said] = []
    for path in sorted((SECTORS / home if home else SOURCE).rglob("*")):
        if _home_of(path) != home:
            continue
        place = path.relative_to(ROOT).as_posix()
        if path.suffix == ".py" and "/migrations/" not in place:
            said += _from_python(path, place)
        elif path.suffix in {".html", ".txt", ".svg"} and "/templates/" in place:
            said += _from_template(path, place)
    return said


def framework(language: str) -> list[Said]:
    """Return Django's strings that a page can show and that Django's own catalogue of a language lacks."""
    base = Path(django.__file__).parent
    with (base / f"conf/locale/{language}/LC_MESSAGES/django.po").open("rb") as file:
        theirs = read_po(file, locale=language)
    said = [one for name in FRAMEWORK for one in _from_python(base / name, f"django/{name}")]
    retaken = RETAKEN.get(language, frozenset())
    return [o for o in said if o.place in retaken or not _is_complete(theirs.get(_first(o), o.context))]


def _from_python(path: Path, place: str) -> Iterator[Said]:
    code = path.read_bytes()
    for _line, text, _notes, context in _extracted(code):
        yield Said(place, text, context)
    for sentence in _sentences(ast.parse(code)):
        yield Said(place, sentence, None)


def _extracted(code: bytes) -> Iterator[tuple[int, str | tuple[str, ...], list[str], str | None]]:
    yield from extract("python", io.BytesIO(code), keywords=KEYWORDS, options={"encoding": "utf-8"})


def _sentences(tree: ast.AST) -> Iterator[str]:
    """Find what the kernel says to people where it calls no gettext: see the branches."""
    for node in ast.walk(tree):
        if isinstance(node, ast.AnnAssign) and getattr(node.target, "id", "") in TABLES:
            yield from (text for said in ast.walk(node) if isinstance(said, ast.Dict) for text in _values(said))
        elif isinstance(node, ast.ClassDef):
            yield from (text for statement in node.body for text in _assigned(statement))
            if node.name == "Reason" and any(getattr(base, "id", "") == "StrEnum" for base in node.bases):
                yield from (text for statement in node.body if (text := _spoken(statement)))
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") in SPEAKING:
            yield from (text for argument in node.args[2:3] for text in _text(argument))


def _values(table: ast.Dict) -> Iterator[str]:
    return (text for value in table.values for text in _text(value))


def _assigned(statement: ast.stmt) -> Iterator[str]:
    targets = statement.targets if isinstance(statement, ast.Assign) else [getattr(statement, "target", None)]
    value = getattr(statement, "value", None)
    if any(getattr(target, "id", "") == "sentence" for target in targets) and value is not None:
        yield from _text(value)


def _spoken(statement: ast.stmt) -> str:
    """Return the words that are the value of an enum's member; a code without a blank says nothing to people."""
    value = getattr(statement, "value", None) if isinstance(statement, ast.Assign) else None
    return next((text for text in _text(value) if " " in text), "") if value is not None else ""


def _text(value: ast.AST) -> Iterator[str]:
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        yield value.value


def _from_template(path: Path, place: str) -> Iterator[Said]:
    # Django turns a template into Python that only says its strings; leading blanks would look like blocks.
    python = templatize(path.read_text(encoding="utf-8"), origin=place)
    calls = re.findall(r"\b(?:n?p?gettext|_)\(.*?\)(?=\s|$)", python)
    for _line, text, _notes, context in _extracted("\n".join(calls).encode()):
        yield Said(place, text, context)


# --- catalogues ----------------------------------------------------------------------------------


def path_of(language: str, suffix: str = "po", home: str = "") -> Path:
    """Return the file of a catalogue."""
    return (SECTORS / home if home else ROOT) / "locale" / language / "LC_MESSAGES" / f"django.{suffix}"


@cache
def wanted(language: str, home: str = "") -> dict[tuple[str, str | None], list[Said]]:
    """Return what a catalogue must hold: by text and context, with all places that say it."""
    found: dict[tuple[str, str | None], list[Said]] = {}
    for one in [*collect(home), *(framework(language) if language in TRANSLATED and not home else [])]:
        found.setdefault((_first(one), one.context), []).append(one)
    said_there = wanted(language) if home else {}
    return {key: places for key, places in found.items() if key not in said_there}


def read(language: str, home: str = "") -> Catalog:
    """Return a catalogue as it stands in its file."""
    path = path_of(language, home=home)
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def updated(language: str, home: str = "") -> Catalog:
    """Return a catalogue with exactly the strings it must hold, and the translations there are."""
    old, new = read(language, home), Catalog(locale=language)
    for (_text, context), places in sorted(
        wanted(language, home).items(), key=lambda item: (item[1][0].place, item[0][0])
    ):
        text = next((one.text for one in places if isinstance(one.text, tuple)), places[0].text)
        before = old.get(_first(places[0]), context)
        string = before.string if before is not None and _same_shape(before, text) else None
        files = sorted({one.place for one in places})
        new.add(text, string, locations=[(name, 0) for name in files], context=context, flags=_flags(text))
    return new


def write(language: str, catalogue: Catalog) -> bytes:
    """Return the bytes of a .po file; without dates, so that they change only when a string does."""
    buffer = io.BytesIO()
    write_po(buffer, catalogue, width=110, include_lineno=False, omit_header=True)
    header = (
        "# SPDX-License-Identifier: Apache-2.0\n"
        "# The strings of the desk. Terms: docs/translators/README.md. Tool: tools/catalogues.py.\n"
        'msgid ""\nmsgstr ""\n'
        f'"Language: {language}\\n"\n"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=UTF-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
        f'"Plural-Forms: {PLURALS[language]};\\n"\n\n'
    )
    return header.encode() + buffer.getvalue()


def compiled(language: str, home: str = "") -> bytes:
    """Return the bytes of the .mo file that belongs to the .po file."""
    catalogue = read(language, home)
    # Babel writes a header with dates; a fixed one keeps the file the same until a string changes.
    plain = Catalog(locale=language, charset="utf-8", creation_date=NO_DATE, revision_date=NO_DATE)
    plain.mime_headers = [("Plural-Forms", PLURALS[language])]  # Babel numbers the forms of Arabic in another order
    for message in catalogue:
        if message.id and _is_complete(message):
            plain.add(message.id, message.string, context=message.context)
    buffer = io.BytesIO()
    write_mo(buffer, plain)
    return buffer.getvalue()


def _first(said: Said) -> str:
    return said.text[0] if isinstance(said.text, tuple) else said.text


def _same_shape(message: Message, text: str | tuple[str, ...]) -> bool:
    return isinstance(message.id, (tuple, list)) == isinstance(text, tuple)


def _flags(text: str | tuple[str, ...]) -> list[str]:
    joined = " ".join(text) if isinstance(text, tuple) else text
    return ["python-format"] if re.search(r"%\(\w+\)[sd]|%[sd]", joined) else []


def _strings(message: Message) -> tuple[str, ...]:
    """Return the translations of a message: one, or one for each plural form; an empty one is missing."""
    found = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    return tuple(text or "" for text in found) or ("",)


def _is_complete(message: Message | None) -> bool:
    if message is None or message.fuzzy:
        return False
    return all(_strings(message))


# --- checking ------------------------------------------------------------------------------------


def problems(language: str, home: str = "") -> Iterator[str]:
    """Say what is wrong with a catalogue."""
    catalogue, needed = read(language, home), wanted(language, home)
    have = {(m.id[0] if isinstance(m.id, (tuple, list)) else m.id, m.context): m for m in catalogue if m.id}
    for key, places in needed.items():
        if key not in have:
            yield f"{language}: not collected: {key[0]!r} ({places[0].place})"
        elif language in TRANSLATED:
            yield from (f"{language}: {problem}" for problem in _faults(have[key]))
    yield from (f"{language}: unused: {key[0]!r}" for key in have if key not in needed)
    mo = path_of(language, "mo", home)
    if not mo.exists() or mo.read_bytes() != compiled(language, home):
        yield f"{language}: {home or 'the node'}: django.mo is stale; run `python -m tools.catalogues compile`"


def _faults(message: Message) -> Iterator[str]:
    first = message.id[0] if isinstance(message.id, (tuple, list)) else message.id
    if not _is_complete(message):
        yield f"not translated: {first!r}"
        return
    sources = message.id if isinstance(message.id, (tuple, list)) else (message.id,)
    strings = _strings(message)
    allowed = {frozenset(PLACEHOLDER.findall(source)) for source in sources}
    for string in strings:
        # A form for exactly none, one or two may leave the number out.
        found = frozenset(PLACEHOLDER.findall(string))
        if found not in allowed and not (len(sources) > 1 and any(found < one for one in allowed)):
            yield f"placeholders differ: {first!r} -> {string!r}"


def main(words: list[str]) -> int:
    """Run one of the three commands."""
    settings.configure(USE_I18N=False)
    every = [(language, home) for home in homes() for language in LANGUAGES]
    if words == ["extract"]:
        for language, home in every:
            path_of(language, home=home).parent.mkdir(parents=True, exist_ok=True)
            path_of(language, home=home).write_bytes(write(language, updated(language, home)))
    if words in (["extract"], ["compile"]):
        for language, home in every:
            path_of(language, "mo", home).write_bytes(compiled(language, home))
        return 0
    if words != ["--check"]:
        print(__doc__)
        return 2
    found = [problem for language, home in every for problem in problems(language, home)]
    print("\n".join(found) or "The catalogues are complete.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
