# SPDX-License-Identifier: Apache-2.0
"""The story of a request for legal assistance, from Islamabad to Manama: the records of a bank, asked and given.

Nothing is signed while an element that the law names is missing, and nothing is executed while a ground to refuse is
not assessed. What comes back is evidence with its hash and its custody, and may be used for one purpose.
"""

from collections.abc import Callable
from typing import Final

from taawun.site.demo.nodes import NotSeen
from taawun.site.demo.run import Story
from taawun.site.demo.steps.casework import Casework, islamabad, manama, told

AREA: Final = "legal_assistance"
PACK: Final = "pk-bh-assistance"
KIND: Final = "mutual_legal_assistance"
PURPOSE: Final = "prosecution"
CORE: Final = "facts_summary"
"""One of the elements of UNTOC 18(15), left out at first."""


def drafted(story: Story) -> str:
    """Islamabad drafts in Urdu and English; without the summary of facts the request is not complete."""
    pk, data = islamabad(story.pk), told("assistance")
    case = story.pk.act(
        "case_open", username=pk.desk, pack=PACK, kind=KIND, other="BH", purpose=PURPOSE, title="14/2026"
    )
    work = Casework(case, PURPOSE, data)
    story.facts[AREA] = work
    work.fill(pk, pk.desk, "request", [slug for slug in data["request"] if slug != CORE])
    missing, said = work.seen(pk)["missing"], work.closed(pk, pk.desk, "check_completeness")
    if missing != [CORE]:
        raise NotSeen(f"missing: {missing}")
    return f"case {case}: {said}"


def signed(story: Story) -> str:
    """Filled, found in its document, reviewed and signed: by three people, of whom none may do the work of another."""
    work: Casework = story.facts[AREA]
    pk = islamabad(story.pk)
    work.fill(pk, pk.desk, "request", [CORE])
    work.make(pk, pk.desk, "check_completeness")
    said = work.closed(pk, pk.desk, "review_legally")
    work.make(pk, pk.reviewer, "review_legally")
    state = work.make(pk, pk.signer, "sign")
    return f"{state}; before: {said}"


def sent(story: Story) -> str:
    """The liaison officer sends it with its letters; Manama has every element, and acknowledges; its clocks begin."""
    work: Casework = story.facts[AREA]
    pk, bh = islamabad(story.pk), manama(story.bh)
    work.cross(pk, bh, pk.liaison, "transmit", papers=[one["paper"] for one in story.facts["letters"]])
    bh.act("case_assign", bh.liaison, work.case, PURPOSE, authority=bh.authority)
    seen = work.cross(bh, pk, bh.liaison, "acknowledge")
    clocks = ", ".join(f"{slug} until {due}" for slug, (due, _, _) in seen["clocks"].items())
    return f"phase {seen['phase']} at both; {clocks}"


def letters(story: Story) -> str:
    """The letter of request is printed in English, Arabic and Urdu, signed, with its data attached."""
    work: Casework = story.facts[AREA]
    story.facts["letters"] = work.letters(islamabad(story.pk), "request", story.folder)
    return " · ".join(one["path"] for one in story.facts["letters"])


def arrived(story: Story) -> str:
    """Manama opens the letters: the bytes that Islamabad signed, in three languages."""
    work: Casework = story.facts[AREA]
    wanted = [one["sha256"] for one in story.facts["letters"]]
    found = work.opened(manama(story.bh), wanted, story.folder)
    return " · ".join(f"{path}, SHA-256 {digest} at both" for digest, path in found.items())


def not_before_assessed(story: Story) -> str:
    """Manama may not decide to execute while a ground to refuse is not assessed."""
    work: Casework = story.facts[AREA]
    bh = manama(story.bh)
    work.fill(bh, bh.reviewer, "answer", ["form_check", "execution_scope"])
    work.make(bh, bh.reviewer, "verify")
    refused = story.bh.refusal(
        "case_cross", username=bh.signer, case=work.case, purpose=PURPOSE, move="decide_to_execute", approvers=[]
    )
    gates = [gate for gate, (outcome, _) in work.seen(bh)["gates"].items() if outcome == "not_assessed"]
    if refused.code != "case.move-closed" or not gates:
        raise NotSeen(f"{refused.said}; not assessed: {gates}")
    bh.act(
        "case_assess", bh.reviewer, work.case, PURPOSE, gates=gates, outcome="not_met", **work.data["answer"]["gate"]
    )
    return f"{refused.said} Then assessed: {', '.join(gates)}"


def executed(story: Story) -> str:
    """It is executed, and the evidence goes back with its hash and its custody."""
    work: Casework = story.facts[AREA]
    pk, bh = islamabad(story.pk), manama(story.bh)
    work.cross(bh, pk, bh.signer, "decide_to_execute")
    work.fill(bh, bh.reviewer, "answer", ["court_order"])
    work.make(bh, bh.desk, "begin_execution")
    taken = bh.act("case_evidence", bh.desk, work.case, PURPOSE, **work.data["evidence"])
    work.fill(bh, bh.signer, "answer", ["evidence_list", "provenance"])
    seen = work.cross(bh, pk, bh.signer, "send_evidence", papers=[taken["paper"]])
    work.opened(pk, [taken["sha256"]], story.folder)
    file, phase, papers = work.data["evidence"]["file"], seen["phase"], seen["papers"]
    return f"{file}, SHA-256 {taken['sha256']} at both; phase {phase}; papers {papers}"


def closed(story: Story) -> str:
    """Islamabad confirms; the use is limited to the purpose that was stated; the case ends."""
    work: Casework = story.facts[AREA]
    pk, bh = islamabad(story.pk), manama(story.bh)
    work.fill(pk, pk.liaison, "answer", ["reception"])
    flags = work.cross(pk, bh, pk.liaison, "confirm_evidence")["flags"]
    work.fill(pk, pk.signer, "answer", ["outcome"])
    seen = work.cross(pk, bh, pk.signer, "close")
    if "use_limited" not in flags:
        raise NotSeen(f"flags: {flags}")
    return f"phase {seen['phase']}; {', '.join(flags)}"


def on_file(story: Story) -> str:
    """The whole case on file holds for whoever has no node, and a copy with one bit changed does not."""
    work: Casework = story.facts[AREA]
    return work.bundled(islamabad(story.pk), story.facts["words"]["BH"], story.folder)


STEPS: Final[tuple[tuple[str, Callable[[Story], str]], ...]] = (
    ("A request without an element that the law names is not complete", drafted),
    ("Three people draft, review and sign it", signed),
    ("The letter of request is printed in three languages, and signed", letters),
    ("It is sent and acknowledged, and its clocks run", sent),
    ("The letters open at the other node, with the same SHA-256", arrived),
    ("Nothing is executed before the grounds to refuse are assessed", not_before_assessed),
    ("It is executed; evidence goes back with hash and custody", executed),
    ("The use is limited to its purpose, and the case ends", closed),
    ("The case on file verifies offline, and a changed copy does not", on_file),
)
