# SPDX-License-Identifier: Apache-2.0
"""The command `names compare`: two names side by side, which part met which, and how the score came about."""

from dataclasses import asdict
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Final

import typer
from rich.text import Text

from taawun.site.cli.output import console, json_line, printable, say

if TYPE_CHECKING:
    from taawun.engines.names import Comparison, Part, Reason

PANEL: Final = "Names"
LIKELY, UNLIKELY = 0.8, 0.2
REASONS: Final = {
    "nothing-to-compare": "There is nothing to compare.",
    "same": "“{left}” and “{right}” are the same.",
    "alike": "“{left}” and “{right}” are spellings of one name ({similarity}).",
    "doubtful": "“{left}” and “{right}” are hardly one name ({similarity}).",
    "joined": "“{left}” and “{right}” are the same, written together or apart ({similarity}).",
    "acronym": "“{left}” and “{right}”: one is the initials of the other.",
    "initial": "“{left}” and “{right}” begin with the same letter; that is all an initial says.",
    "only-left": "“{text}” stands in the first name only.",
    "only-right": "“{text}” stands in the second name only.",
    "titles-only": "A name of titles alone says little.",
    "order-differs": "The order differs.",
    "numbers-differ": "The numbers differ.",
    "number-on-one-side": "Only one of them has a number.",
    "legal-forms-differ": "The legal forms are of different kinds.",
    "thin-evidence": "These names are short or common: many share them.",
}
PARTS: Final = {
    "explained_more": "how much of one name is found in the other",
    "explained_less": "how much of the other is found",
    "contradiction": "parts left over on both sides",
    "looseness": "how far the parts that met are from equal",
    "disorder": "order",
    "evidence": "how much the parts found say",
    "links": "number of parts found",
    "length_gap": "one name is longer",
    "weakest": "the weakest of the parts that met",
    "first": "the first names",
    "last": "the last names",
    "worst_deficit": "the heaviest disagreement",
    "unexplained_more": "weight of what is left over",
    "initials": "initials",
    "numbers": "numbers",
    "legal_forms": "legal forms",
    "exact": "parts equal letter for letter",
    "units": "length of the shorter name",
    "run_together": "share of letters that differ when written without spaces",
    "slips": "letters that differ when written without spaces",
    "lighter": "how much the shorter name can say",
}
TOLD_PARTS: Final = 6
"""Contributions that are shown one by one; the rest is summed up."""


class Kind(StrEnum):
    """Kinds of name; each has its profile."""

    PERSON = "person"
    ORGANISATION = "organisation"
    VESSEL = "vessel"
    PLACE = "place"


def add_to(app: typer.Typer) -> None:
    """Declare the group of commands."""
    group = typer.Typer(no_args_is_help=True, help="Names in any script.")
    group.command(name="compare")(compare)
    group.callback()(lambda: None)
    app.add_typer(group, name="names", rich_help_panel=PANEL)


def compare(
    first: Annotated[str, typer.Argument(metavar="NAME", help="A name in any script.", show_default=False)],
    second: Annotated[str, typer.Argument(metavar="NAME", help="Another.", show_default=False)],
    kind: Annotated[Kind, typer.Option(help="What bears the names.")] = Kind.PERSON,
    as_json: Annotated[bool, typer.Option("--json", help="Print the score and its reasons as a line of JSON.")] = False,
) -> None:
    """Compare two names and show which part met which, and why the score is what it is."""
    from taawun.engines import names

    found = names.compare(first, second, kind.value)
    if as_json:
        json_line(_plain(found))
        return
    console.print(Text(found.explanation.picture()))
    console.print()
    for reason in found.explanation.reasons:
        console.print(Text(f"  {sentence(reason)}"))
    console.print()
    _sum_up(found)


def sentence(reason: "Reason") -> str:
    """Return a reason in words, each name closed against its neighbours by isolates."""
    values = {key: f"\u2068{printable(value)}\u2069" for key, value in reason.params}
    return say(REASONS.get(reason.code, reason.code)).format_map(values)


def _sum_up(found: "Comparison") -> None:
    told = found.explanation
    style = "bold green" if found.score >= LIKELY else "bold red" if found.score <= UNLIKELY else "bold yellow"
    for line, added in _lines(told.base, told.parts):
        console.print(Text(f"  {added:+6.2f}  {line}", style="dim"))
    console.print(Text.assemble(("  "), (f"{found.score:.3f}", style), f"  {say('likelihood that both are one')}"))


def _lines(base: float, parts: "tuple[Part, ...]") -> list[tuple[str, float]]:
    if not parts:
        return []
    lines = [(say("to begin with"), base)]
    lines += [(say(PARTS.get(part.code, part.code)), part.added) for part in parts[:TOLD_PARTS]]
    rest = sum(part.added for part in parts[TOLD_PARTS:])
    lines += [(say("everything else"), rest)] if len(parts) > TOLD_PARTS else []
    return [*lines, (say("in all, in log-odds"), sum(added for _, added in lines))]


def _plain(found: "Comparison") -> dict[str, object]:
    told = found.explanation
    pairs = [asdict(pair) | {"role": pair.role.name.lower()} for pair in told.pairs]
    left, right = (
        [asdict(gone) | {"role": gone.role.name.lower()} for gone in side]
        for side in (told.unexplained_a, told.unexplained_b)
    )
    return {
        "score": round(found.score, 4),
        "pairs": pairs,
        "only_left": left,
        "only_right": right,
        "base": told.base if told.parts else None,
        "parts": [asdict(part) for part in told.parts],
        "reasons": [{"code": reason.code} | dict(reason.params) for reason in told.reasons],
    }
