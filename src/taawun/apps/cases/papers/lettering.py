# SPDX-License-Identifier: Apache-2.0
"""Letters of a case: what the case holds becomes a `Letter`, and nothing else does (spec §60.9).

A letter says what crosses or is about to: contents, reasons written for the other side, titles of grounds. It never
says who assessed a gate, on what, or that a secret gate or stop exists.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from django.conf import settings

from taawun.apps.cases import library
from taawun.apps.cases.citing import cited_in, cited_together, title_in
from taawun.apps.cases.clocks import calendars
from taawun.apps.cases.models import Paper, Proposal, ProposalState, SharedMove
from taawun.apps.cases.moves.filing import Held, move_of, other_party, our_side
from taawun.apps.cases.papers import folder
from taawun.apps.cases.papers.letter_words import countries_in, word
from taawun.apps.people.models import Officer
from taawun.apps.people.queries import authorities
from taawun.apps.people.roles import CATALOGUE
from taawun.apps.registers.purposes import EXERCISE_BANNER, PURPOSES
from taawun.apps.ui import languages
from taawun.formats.papers.letter import (
    Annex,
    Authority,
    Kind,
    Language,
    Letter,
    Marking,
    Person,
    Row,
    Section,
    Signatory,
    Status,
)
from taawun.formats.papers.words import day_in
from taawun.kernel.cases.contents import Element, Filled, reserved
from taawun.kernel.cases.deciding import gate_view
from taawun.kernel.cases.kinds import CaseKind
from taawun.kernel.cases.words import Side
from taawun.kernel.errors import BadPaper, NotReasoned
from taawun.kernel.marking import EXERCISE
from taawun.kernel.wire.canonical import decode
from taawun.kernel.wire.limits import BODY_BYTES

REQUEST, REFUSAL, ASSURANCE, SURRENDER, ARREST = "request", "refusal", "assurance", "surrender", "provisional_arrest"
ACKNOWLEDGEMENT, NOTICE = "acknowledgement", "notice"
FORMS: Final[Mapping[str, Kind]] = {
    REFUSAL: Kind.REFUSAL, ASSURANCE: Kind.ASSURANCE, SURRENDER: Kind.SURRENDER, ARREST: Kind.PROVISIONAL_ARREST,
    ACKNOWLEDGEMENT: Kind.ACKNOWLEDGEMENT, NOTICE: Kind.NOTICE,
}  # fmt: skip
"""What letters a case can be written beside the request, and which letter of formats/papers each is."""
REQUESTS: Final[Mapping[str, Kind]] = {
    "extradition": Kind.EXTRADITION, "mutual_legal_assistance": Kind.ASSISTANCE,
    "transfer_of_sentenced_person": Kind.TRANSFER, "information_request": Kind.INFORMATION,
    "spontaneous_information": Kind.INFORMATION, "hit_follow_up": Kind.INFORMATION,
}  # fmt: skip
"""Which letter the request is, by kind of case; other kinds are no request between such authorities."""
REFUSING: Final = frozenset({"refuse", "refuse_in_custody", "refuse_own_national", "decline", "decline_arrest"})
ELEMENTS_OF: Final[Mapping[str, tuple[str, ...]]] = {
    SURRENDER: ("granted_offences", "surrender_plan", "surrender_record", "reception_record", "handover_record"),
    ARREST: ("offences", "arrest_basis", "arrest_warrant", "urgency"),
    ASSURANCE: ("assurance_text",),
    ACKNOWLEDGEMENT: (),
    REFUSAL: (),
}
"""Elements that a letter takes; a request and a notice take all that the request consists of."""
BEHIND: Final[Mapping[str, tuple[str, ...]]] = {
    REQUEST: ("sign", "transmit", "send", "give", "ask"), REFUSAL: tuple(sorted(REFUSING)),
    ASSURANCE: ("give_assurance",), SURRENDER: ("hand_over",), ARREST: ("request_arrest",),
    ACKNOWLEDGEMENT: ("acknowledge",),
}  # fmt: skip
"""The moves that a letter stands for: their articles are its legal basis, and it is their side's to write."""
Tabled = Callable[[Any, str], tuple[Row, ...]]
"""Takes the value of an element and a language; returns its table on a paper, none if it is to be printed plainly."""
DAYS: Final = frozenset({"law_date", "committed"})
"""What of an offence is a day."""
URGENT: Final = frozenset({REQUEST, ARREST, NOTICE})
"""Letters that may be urgent: an answer and a record ask for nothing."""
BASES: Final = 12
"""Most articles that a letter names as its basis."""


def fitting(kind: CaseKind, side: Side) -> tuple[str, ...]:
    """Return the letters that fit a kind of case and a side of it, in their order; a notice fits every case."""
    return tuple(form for form in (REQUEST, *FORMS) if _fits(form, kind, side))


def _fits(form: str, kind: CaseKind, side: Side) -> bool:
    if form == NOTICE:
        return True
    if form == REQUEST and kind.slug not in REQUESTS:
        return False
    if form == ASSURANCE and side is Side.REQUESTING and any(gate.curable for gate in kind.gates.values()):
        return True
    behind = [kind.workflow.moves[slug] for slug in BEHIND[form] if slug in kind.workflow.moves]
    # Both sides sign the record of a surrender; any other letter is of the side that makes its move.
    return bool(behind) if form == SURRENDER else any(one.by is side for one in behind)


def letter_of(
    held: Held,
    form: str,
    language: Language,
    status: Status,
    officer: Officer,
    at: datetime,
    papers: tuple[Annex, ...] = (),
) -> Letter:
    """Return the letter of a case, with these annexes.

    Raises:
        NotReasoned: the case does not hold what this letter is about.
    """
    sections = tuple(_sections(held, form, language.value))
    if not sections:
        raise NotReasoned("The case does not hold what this letter is about.")
    kind = REQUESTS[held.case.kind] if form == REQUEST else FORMS[form]
    return _letter(held, kind, form, language, status, officer, at, sections, papers)


def joint_letter(
    held: Held,
    elements: Mapping[str, Tabled | None],
    language: Language,
    status: Status,
    officer: Officer,
    at: datetime,
) -> Letter:
    """Return the paper that both sides sign: these elements, and a second place for the other side's signature.

    Raises:
        NotReasoned: the case holds none of them.
    """
    filled, declared = held.file.filled, held.kind.elements
    sections = tuple(
        _joint_section(declared[slug], filled[slug], language.value, tabled)
        for slug, tabled in elements.items()
        if slug in filled
    )
    if not sections:
        raise NotReasoned("The case does not hold what this paper is about.")
    made = _letter(held, Kind.MINUTES, "", language, status, officer, at, sections, ())
    return replace(made, countersignatory=Signatory(made.recipient.name, made.recipient.state))


def _joint_section(element: Element, filled: Filled, lang: str, tabled: Tabled | None) -> Section:
    rows = tabled(filled.value, lang) if tabled and not filled.excuse else ()
    return Section(element.title[lang], (), rows) if rows else _section(element, filled, lang)


def _letter(
    held: Held,
    kind: Kind,
    form: str,
    language: Language,
    status: Status,
    officer: Officer,
    at: datetime,
    sections: tuple[Section, ...],
    papers: tuple[Annex, ...],
) -> Letter:
    case, lang = held.case, language.value
    purpose = PURPOSES[case.purpose].title(lang) if case.purpose in PURPOSES else case.purpose
    if case.purpose == EXERCISE:
        purpose = EXERCISE_BANNER  # in three languages, whatever the letter's is (§88.1)
    return Letter(
        kind=kind, language=language, status=status, case_id=case.id,
        our_reference=f"{settings.TAAWUN_PARTY}/{case.authority}/{case.id[-12:]}",
        sender=_ours(held, lang), recipient=_theirs(held, lang), place=_state(held, settings.TAAWUN_PARTY, lang),
        day=calendars.today(case, our_side(case), at), subject=_subject(held, lang),
        legal_basis=_basis(held, form, lang),
        sections=sections, signatory=Signatory(officer.name, _office(held, officer, lang)),
        marking=Marking(", ".join(case.handling) or "H0", purpose),
        urgent=_urgent(held, form), person=_person(held, lang), annexes=papers,
    )  # fmt: skip


def data_of(held: Held, form: str, language: Language, at: datetime, papers: tuple[Annex, ...] = ()) -> dict[str, Any]:
    """Return the machine-readable form of a letter: the contents it rests on, under the frozen instrument."""
    case = held.case
    taken = _taken(held, form)
    return {
        "type": "case-letter/1", "form": form, "language": language.value, "case": case.id, "kind": case.kind,
        "pack": {"slug": case.pack_slug, "version": case.pack_version, "digest": case.pack_id},
        "requesting": case.requesting, "requested": case.requested, "at": at.isoformat(),
        "after": list(held.standing.heads),
        "content": {slug: one.to_wire() for slug, one in held.file.filled.items() if slug in taken},
        "annexes": [{"name": one.title, "sha256": one.sha256} for one in papers],
    }  # fmt: skip


def annexes(papers: Iterable[Paper], lang: str) -> tuple[Annex, ...]:
    """Return papers as numbered annexes with their hashes, told in the letter's language."""
    return tuple(Annex(_annex_title(row, lang), _pages(row), row.sha256) for row in papers)


def _annex_title(row: Paper, lang: str) -> str:
    more = [word(f"in_{row.language}", lang)] + ([row.translator] if row.translator else [])
    return f"{row.name} ({languages.find(lang).semicolon.join(more)})"


def _pages(row: Paper) -> int:
    """Return the number of pages of a PDF; what cannot be counted is one."""
    if row.media_type != "application/pdf":
        return 1
    from taawun.formats.papers import reading

    try:
        return reading.read(folder.read(row.sha256)).pages
    except BadPaper:
        return 1


def _sections(held: Held, form: str, lang: str) -> Iterator[Section]:
    if form == REFUSAL:
        yield from _refusal(held, lang)
    if form == ASSURANCE:
        yield from _assurances(held, lang)
    if form == ACKNOWLEDGEMENT:
        state = held.kind.workflow.states[held.standing.state]
        yield Section(word("state_of_case", lang), (state.title[lang],))
    taken = _taken(held, form)
    for slug, element in held.kind.elements.items():
        if slug in taken and slug != "person":
            yield _section(element, held.file.filled[slug], lang)


def _taken(held: Held, form: str) -> frozenset[str]:
    """Return the elements that a letter takes, of those that are filled; all readers of a case read its papers."""
    filled = (held.file.filled.keys() & held.kind.elements.keys()) - reserved(held.kind.elements)
    if form in ELEMENTS_OF:
        return frozenset(filled & set(ELEMENTS_OF[form]))
    asked = {slug for slug, one in held.kind.elements.items() if one.required}
    return frozenset(slug for slug in filled if slug in asked or held.file.filled[slug].value is not None)


def _refusal(held: Held, lang: str) -> Iterator[Section]:
    reasons = _written_reasons(held)
    if not reasons:
        raise NotReasoned("A refusal is proposed or made first, with its reasons.")
    yield Section(word("reasons", lang), tuple(part for part in reasons.split("\n") if part.strip()))
    grounds = [one.gate for one in gate_view(held.kind, held.file) if one.is_ground and not one.gate.secret]
    if grounds:
        rows = tuple(Row(gate.title[lang], "\n".join(cited_in(one, lang) for one in gate.sources)) for gate in grounds)
        yield Section(word("grounds", lang), (), rows)


def _written_reasons(held: Held) -> str:
    """Return the reasons of the refusal that waits, or that was made: what an officer wrote for the other side."""
    waits = Proposal.objects.filter(case=held.case, state=ProposalState.OPEN, move__in=REFUSING).first()
    if waits is not None:
        return str(decode(bytes(waits.wire), limit=BODY_BYTES).get("reasons", ""))
    row = SharedMove.objects.filter(case=held.case, move__in=REFUSING, status="applied").order_by("-known").first()
    return move_of(row).reasons if row else ""


def _assurances(held: Held, lang: str) -> Iterator[Section]:
    for one in held.file.assurances:
        gate = held.kind.gates.get(one.gate)
        if gate is not None and not gate.secret:
            rows = (Row(word("assurance_about", lang), gate.title[lang]), Row(word("given_by", lang), one.given_by))
            yield Section(word("assurance", lang), (one.text,), rows)


def _section(element: Element, filled: Filled, lang: str) -> Section:
    if filled.excuse:
        return Section(element.title[lang], (word("not_applicable", lang, why=filled.excuse),))
    value = filled.value
    if element.kind == "offences" and isinstance(value, list):
        return Section(element.title[lang], (), tuple(row for one in value for row in _offence(one, lang)))
    if element.kind == "form" and isinstance(value, dict):
        rows = [
            Row(one.title[lang], _text(one, value[one.slug], lang)) for one in element.fields if value.get(one.slug)
        ]
        return Section(element.title[lang], () if rows else ("—",), tuple(rows))
    return Section(element.title[lang], tuple(part for part in _text(element, value, lang).split("\n") if part.strip()))


def _text(element: Element, value: Any, lang: str) -> str:
    if isinstance(value, dict) and "excuse" in value:
        return word("not_applicable", lang, why=value["excuse"])
    if element.kind == "choice":
        titles = {slug: words[lang] for slug, words in element.choices}
        return "\n".join(titles.get(one, str(one)) for one in (value if isinstance(value, list) else [value]))
    if isinstance(value, list):
        return "\n".join(str(one.get("name") or one.get("title") or one) if isinstance(one, dict) else str(one)
                         for one in value)  # fmt: skip
    if isinstance(value, dict):
        return str(value.get("name") or value)
    return day_in(str(value), lang) if element.kind == "date" else str(value)


def _offence(one: Mapping[str, Any], lang: str) -> Iterator[Row]:
    yield Row(word("offence", lang, id=one.get("id", "")), str(one.get("title", "")))
    for name in ("article", "law_date", "conduct", "committed"):
        if one.get(name):
            yield Row(word(name, lang), day_in(str(one[name]), lang) if name in DAYS else str(one[name]))
    if one.get("places"):
        yield Row(word("places", lang), countries_in(one["places"], lang))
    penalty = [word(name, lang) for name in ("death", "lifelong") if one.get(name)]
    penalty += [word("months", lang, months=one["maximum_months"])] if one.get("maximum_months") else []
    if penalty:
        yield Row(word("penalty", lang), languages.find(lang).semicolon.join(penalty))
    for name, label in (("sentence_months", "sentence"), ("remaining_months", "remaining")):
        if one.get(name) is not None:
            yield Row(word(label, lang), word("months", lang, months=one[name]))
    yield from _counterpart(one, lang)


def _counterpart(one: Mapping[str, Any], lang: str) -> Iterator[Row]:
    """Yield what the acts would be under the requested side's law, by which dual criminality is shown."""
    if one.get("counterpart"):
        yield Row(word("counterpart", lang), str(one["counterpart"]))
    penalty = [word("lifelong", lang)] if one.get("counterpart_lifelong") else []
    if one.get("counterpart_maximum_months"):
        penalty.append(word("months", lang, months=one["counterpart_maximum_months"]))
    if penalty:
        yield Row(word("counterpart_penalty", lang), languages.find(lang).semicolon.join(penalty))


def _person(held: Held, lang: str) -> Person | None:
    filled = held.file.filled.get("person")
    raw = filled.value if filled else None
    if not isinstance(raw, dict) or not raw:
        return None
    listed = {name: [str(one) for one in raw.get(name) or []] for name in ("other_names", "nationalities", "documents")}
    return Person(
        name=_named(raw) or word("unnamed", lang), other_names=tuple(listed["other_names"]),
        father=str(raw.get("father") or ""),
        sex=str(raw.get("sex") or ""), born=day_in(str(raw.get("born") or ""), lang),
        birth_place=str(raw.get("birth_place") or ""),
        nationality=countries_in(listed["nationalities"], lang), documents=tuple(listed["documents"]),
        address=str(raw.get("address") or raw.get("location") or ""), standing=word(str(raw.get("status", "")), lang),
    )  # fmt: skip


def _named(raw: Mapping[str, Any]) -> str:
    return str(raw.get("name") or "").strip()


def _ours(held: Held, lang: str) -> Authority:
    rows = {row["code"]: row for row in authorities(settings.TAAWUN_PARTY)}
    row = rows.get(held.case.authority)
    name = str(row[f"title_{lang}"]) if row else held.case.authority
    return Authority(name, _state(held, settings.TAAWUN_PARTY, lang))


def _theirs(held: Held, lang: str) -> Authority:
    party = other_party(held.case)
    part = library.frozen_pack(held.case.pack_id).parties.get(party)
    return Authority(part.authority[lang] if part else party, _state(held, party, lang))


def _state(held: Held, party: str, lang: str) -> str:
    part = library.frozen_pack(held.case.pack_id).parties.get(party)
    return part.title[lang] if part else party


def _office(held: Held, officer: Officer, lang: str) -> str:
    roles = [CATALOGUE[role].title(lang) for role in sorted(officer.role_slugs()) if role in CATALOGUE]
    return roles[-1] if roles else held.case.authority


def _subject(held: Held, lang: str) -> str:
    filled = held.file.filled.get("person")
    name = _named(filled.value) if filled and isinstance(filled.value, dict) else ""
    title = held.kind.title[lang]
    return f"{title}: {name}" if name else title


def _basis(held: Held, form: str, lang: str) -> tuple[str, ...]:
    """Return the instrument, and each law with the articles on which the move behind this letter rests."""
    pack, moves = library.frozen_pack(held.case.pack_id), held.kind.workflow.moves
    behind = [moves[slug] for slug in BEHIND.get(form, ()) if slug in moves]
    cited: dict[str, dict[str, None]] = {}
    for source in (source for move in behind for source in move.basis if source.article):
        cited.setdefault(title_in(source, lang), {})[source.article] = None
    laws = (cited_together(title, articles, lang) for title, articles in cited.items())
    return (pack.title[lang], *laws)[:BASES]


def _urgent(held: Held, form: str) -> bool:
    filled = held.file.filled.get("urgency") if form in URGENT else None
    return form == ARREST or (filled is not None and filled.value is not None)
