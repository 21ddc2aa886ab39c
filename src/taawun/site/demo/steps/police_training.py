# SPDX-License-Identifier: Apache-2.0
"""The story of a course: nominated at Islamabad, vetted by both, enrolled at Manama, certified, revoked.

Everybody in it is made up. The badge is verified by a command without a node, as anybody would.
"""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from taawun.site.demo.nodes import NotSeen
from taawun.site.demo.run import Story
from taawun.site.demo.steps.casework import Casework, Office, islamabad, manama

AREA: Final = "police_training"
PURPOSE: Final = "police-training"
PACK: Final = "model-training"
MODULES: Final = ("use_of_force", "custody", "istanbul_protocol", "trafficking_victims")
DAYS: Final = {one: f"2026-11-{day}" for day, one in enumerate(MODULES, start=16)}
COURSE: Final[dict[str, Any]] = {
    "name": "الاحتجاز والمقابلة دون إكراه — Custody and interviewing", "code": "PT-101", "audience": "police",
    "level": "advanced", "languages": ["ar", "en"], "capacity": "12", "modules": list(MODULES),
    "summary": "Interviewing without coercion.",
}  # fmt: skip
SESSION: Final[dict[str, Any]] = {
    "name": "الاحتجاز والمقابلة، خريف ٢٠٢٦", "course": "PT-101", "starts": "2026-11-16", "ends": "2026-11-20",
    "place": "المنامة", "country": "BH", "authority": "الأكاديمية", "seats": "1", "state": "open",
}  # fmt: skip
TRAINEE: Final = {"name": "ثاقب محمود", "service_number": "PK-88-4412", "rank": "Inspector", "unit": "Islamabad 4"}
DOCUMENT: Final = ("Letter PT-2026-031", "1")


def vetting(reviewed: str, reviewer: str) -> dict[str, str]:
    """Return the outcome of a vetting: no more of it crosses."""
    return {"outcome": "cleared", "reviewed_on": reviewed, "reviewer": reviewer}


def proposed(story: Story) -> str:
    """A course with one seat stands at Manama; Islamabad vets its inspector and proposes him."""
    pk, bh = islamabad(story.pk), manama(story.bh)
    said = {"party": "BH", "persons": [], "purpose": PURPOSE, "username": bh.desk}
    story.bh.act("draft_record", kind="training-course", data=COURSE, **said)
    session = story.bh.act("draft_record", kind="training-session", data=SESSION, **said)
    asked = {"pack": PACK, "kind": "nomination", "other": "BH", "purpose": PURPOSE, "title": "PT-2026-031"}
    work = Casework(story.pk.act("case_open", username=pk.desk, **asked), PURPOSE, {})
    _fill(work, pk, trainee=TRAINEE, course_session=session, earlier_courses=["none"])
    refused = work.closed(pk, pk.desk, "vet")
    _fill(work, pk, sending_vetting=vetting("2026-11-02", "عمران شاہ"))
    work.make(pk, pk.desk, "vet")
    seen = _cross(work, pk, bh, "propose")
    story.facts[AREA] = (work, session)
    return f"case {work.case}: {seen['phase']} at both; before its vetting: {refused}"


def not_enrolled(story: Story) -> str:
    """Manama accepts with a vetting of its own that is too old: nobody can enrol him."""
    work, _ = story.facts[AREA]
    pk, bh = islamabad(story.pk), manama(story.bh)
    bh.act("case_assign", bh.liaison, work.case, PURPOSE, authority=bh.authority)
    _fill(work, bh, host_vetting=vetting("2025-03-01", "هدى الجودر"))
    _cross(work, bh, pk, "accept")
    asked = {"case": work.case, "purpose": PURPOSE, "move": "enrol", "approvers": []}
    refused = story.bh.refusal("case_cross", username=bh.desk, **asked)
    if refused.code != "case.move-closed":
        raise NotSeen(refused.said)
    return refused.said


def enrolled(story: Story) -> str:
    """Vetted anew he is enrolled, and both nodes have computed that he may be; the one seat is taken."""
    work, _ = story.facts[AREA]
    pk, bh = islamabad(story.pk), manama(story.bh)
    _fill(work, bh, host_vetting=vetting("2026-11-10", "هدى الجودر"))
    seen = _cross(work, bh, pk, "enrol")
    return f"{seen['phase']} at both; gate {seen['gates']}"


def certified(story: Story) -> str:
    """Without the sheet of one module there is no certificate; with it there is, and the evaluation clock runs."""
    work, session = story.facts[AREA]
    pk, bh = islamabad(story.pk), manama(story.bh)
    assessment = {"result": "passed", "assessed_on": "2026-11-20", "method": "تقييم شفوي وكتابي"}
    _fill(work, bh, attendance=DAYS, assessment=assessment)
    _sheets(story, work, session, MODULES[:3])
    refused = work.closed(bh, bh.desk, "close_attendance", "training.module-not-attended")
    _sheets(story, work, session, MODULES[3:])
    work.make(bh, bh.desk, "close_attendance", "assess")
    seen = _cross(work, bh, pk, "certify")
    due = seen["clocks"]["evaluation"][0]
    return f"{seen['phase']} at both; before: {refused}; evaluation at Islamabad until {due}"


def badge(story: Story) -> str:
    """The badge is verified by a command without a node, then revoked, and fails; a changed byte fails too."""
    work, _ = story.facts[AREA]
    bh, folder = manama(story.bh), story.folder
    file, before, after, changed = (folder / f"badge{end}.json" for end in ("", "-list", "-revoked", "-changed"))
    printed = folder / "certificate.pdf"
    operator = next(one["username"] for one in story.bh.side.officers if "operator" in one["roles"])
    story.bh.act("badge_key", username=operator, authority=bh.authority)
    made = story.bh.act("badge_issue", username=bh.desk, case=work.case, purpose=PURPOSE, file=str(file))
    listed = {"username": bh.desk, "authority": bh.authority, "purpose": PURPOSE}
    story.bh.act("badge_list", file=str(before), **listed)
    asked = {"username": bh.desk, "badge": made["badge"], "purpose": PURPOSE}
    size = story.bh.act("badge_certificate", language="ur", file=str(printed), **asked)
    changed.write_bytes(file.read_bytes().replace(b"PT-101", b"PT-901"))
    story.bh.act("badge_revoke", reason="Made for this story.", **asked)
    story.bh.act("badge_list", file=str(after), **listed)
    holder = ("--holder", TRAINEE["service_number"], "--issuer", made["issuer"])
    begun = [
        _verifying(file, "--status", str(before), *holder), _verifying(file, *holder),
        _verifying(file, "--status", str(after)), _verifying(changed, "--status", str(before)),
        _verifying(printed, "--status", str(before), *holder),
    ]  # fmt: skip
    codes = [one.wait(300) for one in begun]
    if codes != [0, 3, 1, 1, 0]:
        raise NotSeen(f"exit codes {codes}")
    said = ("valid", "without a list not known", "revoked not valid", "changed not valid", f"PDF of {size} bytes valid")
    return f"{file.stat().st_size} bytes, {made['issuer'][:24]}…: {', '.join(said)}"


def _cross(work: Casework, ours: Office, theirs: Office, move: str) -> dict[str, Any]:
    return work.cross(ours, theirs, ours.desk, move)


def _fill(work: Casework, office: Office, **values: Any) -> None:
    office.act("case_fill", office.desk, work.case, PURPOSE, values=values, document=DOCUMENT)


def _sheets(story: Story, work: Casework, session: str, modules: tuple[str, ...]) -> None:
    said = {"party": "BH", "persons": [], "purpose": PURPOSE, "username": manama(story.bh).desk}
    for module in modules:
        data = {"name": f"PT-101 {module}", "session": session, "date": DAYS[module], "module": module}
        story.bh.act("draft_record", kind="training-attendance", data=data | {"present": [work.case]}, **said)


def _verifying(path: Path, *more: str) -> "subprocess.Popen[bytes]":
    """Begin `taawun badge verify` in a process without a home."""
    command = [sys.executable, "-m", "taawun.site.cli", "badge", "verify", str(path), *more]
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("TAAWUN", "DJANGO"))}
    return subprocess.Popen(command, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


STEPS: Final[tuple[tuple[str, Callable[[Story], str]], ...]] = (
    ("A nomination to a course crosses after its vetting", proposed),
    ("Nobody is enrolled on a vetting that is too old", not_enrolled),
    ("Vetted anew, he takes the one seat", enrolled),
    ("No certificate without every mandatory module", certified),
    ("A badge is verified offline, and fails once it is revoked", badge),
)
