# SPDX-License-Identifier: Apache-2.0
"""What the pages of training are opened with in the walks over all pages."""

from taawun.apps.people.access import actor_of
from taawun.apps.registers import services as records
from taawun.formats.badges import award, proof
from taawun.formats.badges.keys import did_of
from taawun.kernel.marking import make_marking
from taawun.kernel.wire.canonical import encode
from taawun.sectors.police_training import keys
from taawun.sectors.police_training.models import Badge
from tests.apps.ui.story import NOW, Story
from tests.sectors.police_training.story import COURSE, PURPOSE, SESSION

POST_ONLY = {f"police_training:{one}" for one in ("nominate", "attendance", "issue", "status-list", "revoke")}
NOT_PAGES = {"police_training:badge-file", "police_training:certificate"}


def stated(story: Story) -> str:
    """State a course and a session of it; return the session."""
    marking = make_marking("PK", "A", 1, purposes=[PURPOSE], review=NOW.date().replace(year=2028))
    actor = actor_of(story.officers["tariq"])
    records.draft_record(actor, "training-course", COURSE, marking, PURPOSE, at=NOW)
    return records.draft_record(actor, "training-session", SESSION, marking, PURPOSE, at=NOW).id


def signed(story: Story, session: str) -> str:
    """Sign a badge of this session; return it."""
    room = story.officers["tariq"].authority.code
    if not keys.has_key(room):
        keys.make_key(actor_of(story.officers["noman"]), room, at=NOW)
    signer = keys.signer_of(room)
    made = Badge(
        case_id=story.case, session=session, authority=room, issuer=did_of(signer.public), index=7,
        title=COURSE["name"], officer_id=story.officers["tariq"].id, at=NOW,
    )  # fmt: skip
    said = award.Award(
        made.id, made.issuer, room, session, "PT-101", made.title, "…", "…", "PK-1", "00" * 16, made.index, NOW
    )
    made.document = encode(proof.signed(award.credential(said), signer, NOW))
    made.save()
    return made.id


def addresses(story: Story) -> dict[str, list[object]]:
    """Return the arguments of each page."""
    session = stated(story)
    badge = signed(story, session)
    found: dict[str, list[object]] = {
        f"police_training:{one}": [session] for one in ("session", "nominate", "attendance")
    }
    found |= {f"police_training:{one}": [badge] for one in ("badge", "badge-file", "status-list", "revoke")}
    return found | {"police_training:issue": [story.case], "police_training:certificate": [badge, "ur"]}
