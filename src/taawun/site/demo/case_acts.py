# SPDX-License-Identifier: Apache-2.0
"""What the desk of one node can be asked to do with cases. Everything goes through the acts that the pages use."""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from taawun.apps.cases import access, services
from taawun.apps.cases.papers import keys as paperkeys
from taawun.apps.exchange import services as exchange
from taawun.apps.people.access import actor_of
from taawun.kernel.cases.reasons import sentences
from taawun.kernel.cases.words import Outcome
from taawun.site.demo.acts import act, keys_of, officer


@act
def case_open(username: str, pack: str, kind: str, other: str, purpose: str, title: str) -> str:
    """Open a case and return its identifier."""
    return services.open_case(actor_of(officer(username)), pack, kind, other, purpose, title=title).id


@act
def case_fill(username: str, case: str, purpose: str, values: dict[str, Any], document: Sequence[str]) -> int:
    """Fill elements, each as found by the officer in a document, and return how many there are."""
    actor, (name, page) = actor_of(officer(username)), document
    for element, value in values.items():
        if isinstance(value, dict) and value.keys() == {"excuse"}:
            services.fill(actor, case, element, purpose, excuse=value["excuse"])
        else:
            services.fill(actor, case, element, purpose, value=value, document=name, page=page)
    return len(values)


@act
def case_make(username: str, case: str, purpose: str, moves: Sequence[str], reasons: str = "") -> str:
    """Make private moves one after the other, and return the state after them."""
    for move in moves:
        services.make(actor_of(officer(username)), case, move, purpose, reasons=reasons)
    return access.case(officer(username), case, purpose).standing.state


@act
def case_cross(
    username: str,
    case: str,
    purpose: str,
    move: str,
    approvers: Sequence[str],
    reasons: str = "",
    papers: Sequence[str] = (),
) -> str:
    """Propose a shared move, let others approve its release, send it, and return its envelope."""
    actor = actor_of(officer(username))
    release = services.propose(actor, case, move, purpose, reasons=reasons, papers=papers).release
    for name in approvers:
        exchange.approve(actor_of(officer(name)), [release], keys_of(name), _now())
    (envelope,) = exchange.send(actor, [release], _now())
    return envelope.id


@act
def case_assign(username: str, case: str, purpose: str, authority: str) -> str:
    """Give a case that came to an authority of ours."""
    return services.assign(actor_of(officer(username)), case, authority, purpose).authority


@act
def case_assess(
    username: str,
    case: str,
    purpose: str,
    gates: Sequence[str],
    outcome: str,
    reason: str,
    source: str,
    waived: bool | None = None,
) -> int:
    """Assess gates alike, and return how many."""
    for gate in gates:
        services.assess(
            actor_of(officer(username)), case, gate, Outcome(outcome), reason, source, purpose, waived=waived
        )
    return len(gates)


@act
def case_offered(username: str, case: str, purpose: str, gate: str) -> list[str]:
    """Return the identifiers of the assurances that the other side offered about a gate, as they came in its moves."""
    shown = access.case(officer(username), case, purpose).assurances
    return [str(one.row.id) for one in shown if one.row.gate == gate and one.row.move]


@act
def case_weigh(username: str, assurance: str, purpose: str, answer: str) -> bool:
    """Find an assurance sufficient, with every point of the form answered."""
    from taawun.kernel.cases.gating import POINTS

    points = dict.fromkeys(POINTS, answer)
    return bool(services.assess_assurance(actor_of(officer(username)), assurance, True, points, purpose).sufficient)


@act
def case_charge(username: str, case: str, purpose: str, charge: str, offence: str, title: str, source: str) -> bool:
    """Report a charge after surrender, and return whether it lies outside the offences that were granted."""
    actor = actor_of(officer(username))
    return services.report_charge(actor, case, charge, offence, title, source, purpose).outside


@act
def case_key(username: str, authority: str, title: str) -> None:
    """Make the key with which an authority signs papers, as its operator, unless it has one."""
    if not paperkeys.has_key(authority):
        paperkeys.make_key(actor_of(officer(username)), authority, title, at=_now())


@act
def case_letters(username: str, case: str, purpose: str, form: str, folder: str) -> list[dict[str, str]]:
    """Write a letter in three languages, signed, put each into a folder to look at, and return what was written."""
    reader, written = officer(username), []
    for language in ("en", "ar", "ur"):
        paper = services.write_letter(actor_of(reader), case, form, language, purpose, final=True)
        path = Path(folder, f"{form}-{language}.pdf")
        path.write_bytes(access.read_paper(reader, paper.id, purpose)[1])
        written.append({"path": str(path), "paper": paper.id, "sha256": paper.sha256})
    return written


@act
def case_opened(username: str, case: str, purpose: str, folder: str) -> dict[str, str]:
    """Open every paper of a case that is here, put the PDFs into a folder, and return each by its SHA-256 as measured.

    The values are where a PDF lies, or the name of a paper of another kind.
    """
    reader, found = officer(username), {}
    for paper in access.case(reader, case, purpose).papers:
        if paper.coming is None:
            data = access.read_paper(reader, paper.id, purpose)[1]
            path = Path(folder, f"received-{paper.name}")
            if data.startswith(b"%PDF-"):
                path.write_bytes(data)
            found[hashlib.sha256(data).hexdigest()] = str(path) if path.exists() else paper.name
    return found


@act
def case_evidence(username: str, case: str, purpose: str, file: str, text: str, said: dict[str, Any]) -> dict[str, str]:
    """Take a file in as evidence, and return its paper and its hash; `said` is what, provenance and held_by."""
    actor = actor_of(officer(username))
    taken = services.take_evidence(actor, case, file, text.encode(), "text/csv", "en", purpose, **said)
    return {"paper": taken.paper.id, "sha256": taken.paper.sha256}


@act
def case_seen(username: str, case: str, purpose: str) -> dict[str, Any]:
    """Return a case as an officer sees it: where it stands, what may be done, and why the rest may not."""
    shown = access.case(officer(username), case, purpose)
    return {
        "state": shown.standing.state,
        "phase": shown.standing.phase,
        "flags": sorted(shown.standing.flags),
        "open": [one.move.slug for one in shown.moves if one.open],
        "closed": {one.move.slug: [" ".join(sentences(why)) for why in one.reasons] for one in shown.moves},
        "missing": [element.slug for element in shown.missing],
        "gates": {one.gate.slug: [one.outcome.value, one.passed] for one in shown.gates},
        "clocks": {one.rule.slug: [one.row.due, round(one.share, 3), bool(one.row.stopped)] for one in shown.clocks},
        "tasks": {task.slug: task.done is not None for task in shown.tasks},
        "papers": [paper.name for paper in shown.papers],
    }


@act
def cases_listed(username: str, purpose: str) -> list[str]:
    """Return the identifiers of the cases an officer may see, open or ended, the last changed first."""
    return [row.case.id for row in access.board(officer(username), purpose, access.Filters(closed=None)).rows]


def _now() -> datetime:
    return datetime.now(UTC)
