# SPDX-License-Identifier: Apache-2.0
"""Stories of a course: what the academy states, and how a nomination of Bahrain comes as far as a test needs it."""

from typing import Any

from django.conf import settings

from taawun.apps.cases import library
from taawun.apps.cases.models import Case
from taawun.apps.people.access import actor_of
from taawun.apps.registers import services as records
from taawun.kernel.marking import make_marking
from taawun.sectors.police_training.rules import MANDATORY
from tests.apps.cases.making import Desk

HOST = "central"
PACK, PURPOSE = "model-training", "police-training"
COURSE = {
    "name": "Custody and interviewing — الاحتجاز", "code": "PT-101", "audience": "police", "level": "basic",
    "languages": ["en", "ar", "ur"], "capacity": "24", "modules": list(MANDATORY),
    "summary": "Interviewing without coercion.",
}  # fmt: skip
SESSION = {
    "name": "Custody, winter", "course": "PT-101", "starts": "2026-12-06", "ends": "2026-12-17",
    "place": "اکیڈمی، اسلام آباد", "country": "PK", "authority": "Police Academy", "seats": "2", "state": "open",
}  # fmt: skip
TRAINEE = {"name": "خليفة الدوسري", "service_number": "BH-0417", "rank": "Captain", "unit": "كتيبة ١"}
DAYS = {one: f"2026-12-{number:02}" for number, one in enumerate(MANDATORY, start=7)}
ASSESSMENT = {"result": "passed", "assessed_on": "2026-12-17", "method": "Oral and written"}


def vetting(reviewed: str = "2026-11-01", outcome: str = "cleared", **more: Any) -> dict[str, Any]:
    """Return what a vetting came to."""
    return {"outcome": outcome, "reviewed_on": reviewed, "reviewer": "هدى الأنصاري"} | more


class Academy(Desk):
    """The officers of the academy, and a coordinator in Bahrain."""

    def envelope(self, body: dict[str, Any], case: str | None, personal: bool = True, purpose: str = PURPOSE):
        return super().envelope(body, case, personal, purpose)

    def state(self, kind: str, data: dict[str, Any], **changes: Any) -> str:
        """State a record of the academy; return its identifier."""
        at = self.tick()
        marking = make_marking(settings.TAAWUN_PARTY, "A", 1, purposes=[PURPOSE], review=at.date().replace(year=2028))
        return records.draft_record(self.actor("asma"), kind, data | changes, marking, PURPOSE, at=at).id

    def session(self, **changes: Any) -> str:
        """State the course and a session of it."""
        self.state("training-course", COURSE)
        return self.state("training-session", SESSION, **changes)

    def proposes(self, session: str, kind: str = "nomination", **content: Any) -> Case:
        """Let Bahrain propose somebody for a session."""
        return self.opens("propose", kind, PACK, content=self.carrying(kind, session, **content))

    def carrying(self, kind: str, session: str, **content: Any) -> dict[str, Any]:
        """Return what a proposal carries."""
        values = {
            "trainee": TRAINEE, "course_session": session, "earlier_courses": ["none"],
            "sending_vetting": vetting(), "unit_sending_vetting": vetting(),
        } | content  # fmt: skip
        found = {"document": "Annex 1", "page": "2", "officer": self.partner.party.members["lawyer"].id}
        return {slug: {"value": value, "found": found} for slug, value in values.items() if value is not None}

    def accepted(self, session: str, kind: str = "nomination", host: Any = None, **content: Any) -> Case:
        """Accept a nomination, with the host's own vetting."""
        case = self.proposes(session, kind, **content)
        self.fill(case, name="tariq", host_vetting=host or vetting())
        if kind == "battalion_nomination":
            self.fill(case, name="tariq", unit_host_vetting=vetting())
        return self.cross("tariq", case, "accept")

    def enrolled(self, session: str, kind: str = "nomination") -> Case:
        """Enrol somebody."""
        return self.cross("tariq", self.accepted(session, kind), "enrol")

    def taught(self, session: str, *cases: Case, modules: tuple[str, ...] = MANDATORY) -> None:
        """Keep a sheet for each module on its day."""
        for module in modules:
            data = {"name": f"{module}", "session": session, "date": DAYS[module], "module": module}
            self.state("training-attendance", data, present=[one.id for one in cases])

    def assessed(self, session: str) -> Case:
        """Bring somebody as far as the assessment."""
        case = self.enrolled(session)
        self.taught(session, case)
        self.fill(case, name="tariq", attendance=DAYS, assessment=ASSESSMENT)
        self.make("tariq", case, "close_attendance")
        self.make("tariq", case, "assess")
        return case

    def certified(self, session: str) -> Case:
        """Bring somebody to the certificate."""
        return self.cross("tariq", self.assessed(session), "certify")


def kind_of(slug: str = "nomination"):
    """Return a kind of the sector."""
    return library.pack_named(PACK).kinds[slug]


def coordinator(officers: dict[str, Any], name: str = "tariq"):
    """Return the actor of a coordinator."""
    return actor_of(officers[name])
