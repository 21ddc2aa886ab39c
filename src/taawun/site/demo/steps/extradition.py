# SPDX-License-Identifier: Apache-2.0
"""The story of an extradition, from Manama to Islamabad: an arrest and its clock, gates, a promise, a surrender.

Islamabad may not grant before every safeguard is assessed, whoever asks; death is threatened where the request
comes from, so it asks for an assurance, which another assessor weighs than the one who found the exposure.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from taawun.site.demo.nodes import NotSeen, until
from taawun.site.demo.run import Story
from taawun.site.demo.steps.casework import Casework, islamabad, manama, told

AREA: Final = "extradition"
PACK: Final = "pk-bh-extradition"
PURPOSE: Final = "extradition"
ARREST: Final = ("person", "offences", "arrest_basis", "urgency")
EXPOSURE: Final = "death_penalty"
ARREST_DAYS: Final = 40


def arrest_asked(story: Story) -> str:
    """Manama drafts in Arabic and asks for provisional arrest first; Islamabad reports it."""
    bh, pk, data = manama(story.bh), islamabad(story.pk), told("extradition")
    case = story.bh.act(
        "case_open", username=bh.desk, pack=PACK, kind="extradition", other="PK", purpose=PURPOSE, title="طلب 31/2026"
    )
    work = Casework(case, PURPOSE, data)
    story.facts[AREA] = work
    work.fill(bh, bh.desk, "request", ARREST)
    work.cross(bh, pk, bh.signer, "request_arrest", reasons=data["request"]["urgency"])
    pk.act("case_assign", pk.liaison, case, PURPOSE, authority=pk.authority)
    work.fill(pk, pk.desk, "answer", ["arrest_record"])
    seen = work.cross(pk, bh, pk.signer, "arrest")
    return f"case {case}; phase {seen['phase']}; {', '.join(seen['flags'])}"


def clock_runs(story: Story) -> str:
    """Both nodes count the same forty days, and somebody must send the request before they end."""
    work: Casework = story.facts[AREA]
    ends = []
    for office in (islamabad(story.pk), manama(story.bh)):
        seen = until(
            lambda office=office: work.seen(office),  # type: ignore[misc]
            lambda found: "provisional_arrest" in found["clocks"],
            "the clock of the arrest",
        )
        ends.append(seen["clocks"]["provisional_arrest"][0])
    days = (datetime.fromisoformat(ends[0]) - datetime.now().astimezone()).total_seconds() / 86_400
    if ends[0] != ends[1] or not ARREST_DAYS - 1 < days <= ARREST_DAYS + 1:
        raise NotSeen(f"the clock ends {ends}")
    return f"ends {ends[0]} at both nodes; warns at 50, 75 and 90 per cent; tasks: {', '.join(seen['tasks'])}"


def requested(story: Story) -> str:
    """The full request: drafter, legal reviewer and signer are three people, and the liaison officer sends it."""
    work: Casework = story.facts[AREA]
    bh, pk = manama(story.bh), islamabad(story.pk)
    incomplete = work.closed(bh, bh.desk, "check_awaited")
    work.fill(bh, bh.desk, "request", [slug for slug in work.data["request"] if slug not in ARREST])
    work.make(bh, bh.desk, "check_awaited")
    work.make(bh, bh.reviewer, "review_awaited")
    work.make(bh, bh.signer, "sign_awaited")
    work.cross(bh, pk, bh.liaison, "transmit")
    seen = work.cross(pk, bh, pk.liaison, "acknowledge")
    if not seen["clocks"]["provisional_arrest"][2]:
        raise NotSeen("The clock of the arrest still runs.")
    return f"first: {incomplete}; then phase {seen['phase']}, and the clock of the arrest has stopped"


def no_way_past_a_gate(story: Story) -> str:
    """Before the gates are assessed nothing is granted, whoever asks."""
    work: Casework = story.facts[AREA]
    pk = islamabad(story.pk)
    work.fill(pk, pk.reviewer, "answer", ["identity_check"])
    work.make(pk, pk.reviewer, "verify")
    said = work.closed(pk, pk.reviewer, "pass_mandatory")
    for username in (pk.signer, pk.reviewer, pk.liaison):
        refused = story.pk.refusal(
            "case_cross", username=username, case=work.case, purpose=PURPOSE, move="grant", approvers=[]
        )
        if refused.code != "case.move-closed":
            raise NotSeen(f"{username}: {refused.said}")
    unassessed = [gate for gate, (outcome, _) in work.seen(pk)["gates"].items() if outcome == "not_assessed"]
    return f"{said} Not assessed: {', '.join(unassessed)}"


def assured(story: Story) -> str:
    """Every gate is assessed; death is threatened, so Manama promises, and another assessor weighs the promise."""
    work: Casework = story.facts[AREA]
    bh, pk, said = manama(story.bh), islamabad(story.pk), work.data["answer"]
    unassessed = [gate for gate, (outcome, _) in work.seen(pk)["gates"].items() if outcome == "not_assessed"]
    pk.act("case_assess", pk.reviewer, work.case, PURPOSE, gates=unassessed, outcome="not_met", **said["gate"])
    exposed = work.seen(pk)["gates"][EXPOSURE]
    if exposed != ["met", False]:
        raise NotSeen(f"{EXPOSURE}: {exposed}")
    work.make(pk, pk.reviewer, "pass_mandatory")
    blocked = work.closed(pk, pk.reviewer, "pass_optional")
    work.fill(pk, pk.reviewer, "answer", ["assurance_sought"])
    work.cross(pk, bh, pk.reviewer, "ask_assurance", reasons=said["assurance_sought"])
    work.fill(bh, bh.signer, "answer", ["assurance_text"])
    work.cross(bh, pk, bh.signer, "give_assurance")
    (assurance,) = pk.act("case_offered", pk.reviewer, work.case, PURPOSE, gate=EXPOSURE)
    if work.seen(pk)["gates"][EXPOSURE] != exposed:
        raise NotSeen("An assurance passed a gate before anybody assessed it.")
    given_by, reason = said["assurance"]["given_by"], said["assurance"]["reason"]
    story.pk.act("case_weigh", username=pk.second, assurance=assurance, purpose=PURPOSE, answer=reason)
    work.make(pk, pk.second, "assess_assurance")
    work.make(pk, pk.reviewer, "pass_mandatory", "pass_optional")
    return f"{blocked} Then: assured by the {given_by}, weighed by {pk.second}; {work.seen(pk)['gates'][EXPOSURE]}"


def granted(story: Story) -> str:
    """The court, the time for review, and the decision, which names the offences and nothing else."""
    work: Casework = story.facts[AREA]
    bh, pk = manama(story.bh), islamabad(story.pk)
    unheard = work.closed(pk, pk.reviewer, "bring_to_court")
    heard = ("counsel_at", "interpreter_at", "rights_notice_at", "court_decision", "review_outcome")
    work.fill(pk, pk.reviewer, "answer", heard)
    work.make(pk, pk.reviewer, "bring_to_court", "record_court_decision", "open_review_window", "end_review_window")
    work.data["answer"]["granted_offences"] = work.data["request"]["offences"]
    work.fill(pk, pk.signer, "answer", ["granted_offences"])
    seen = work.cross(pk, bh, pk.signer, "grant")
    return f"{unheard} Then phase {seen['phase']} at both; clocks {', '.join(seen['clocks'])}"


def surrendered(story: Story) -> str:
    """Handed over and received; a charge beyond what was granted raises the alarm; then the case is closed."""
    work: Casework = story.facts[AREA]
    bh, pk = manama(story.bh), islamabad(story.pk)
    work.fill(pk, pk.liaison, "answer", ["surrender_plan"])
    work.cross(pk, bh, pk.liaison, "schedule_surrender")
    work.fill(pk, pk.liaison, "answer", ["surrender_record"])
    work.cross(pk, bh, pk.liaison, "hand_over")
    work.fill(bh, bh.liaison, "answer", ["reception_record"])
    work.cross(bh, pk, bh.liaison, "confirm_reception")
    if not bh.act("case_charge", bh.reviewer, work.case, PURPOSE, **work.data["charge"]):
        raise NotSeen("A charge outside the grant raised no alarm.")
    tasks = [slug for slug, done in work.seen(bh)["tasks"].items() if not done]
    work.fill(bh, bh.signer, "answer", ["outcome"])
    seen = work.cross(bh, pk, bh.signer, "close")
    return f"the charge of {work.data['charge']['title']} is outside the grant: {', '.join(tasks)}; {seen['phase']}"


def papers(story: Story) -> str:
    """The record of surrender is printed in three languages and signed; the whole case verifies offline."""
    work: Casework = story.facts[AREA]
    pk = islamabad(story.pk)
    written = [one["path"] for one in work.letters(pk, "surrender", story.folder)]
    return " · ".join([*written, work.bundled(pk, story.facts["words"]["BH"], story.folder)])


STEPS: Final[tuple[tuple[str, Callable[[Story], str]], ...]] = (
    ("Manama asks for provisional arrest, and Islamabad reports it", arrest_asked),
    ("The clock of the arrest runs alike at both nodes", clock_runs),
    ("The full request is drafted, reviewed, signed and sent by four people", requested),
    ("No officer can grant while a gate is not assessed", no_way_past_a_gate),
    ("Death is threatened: an assurance is asked, given, and weighed by another", assured),
    ("Court, time for review, and the grant with its offences", granted),
    ("Surrender, a charge outside the grant, and the end", surrendered),
    ("The record of surrender in three languages, and the case on file", papers),
)
