# SPDX-License-Identifier: Apache-2.0
"""A badge on paper, in one of three languages: who was trained, in what, and how to check it (spec §80.97)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from taawun.apps.audit import services as audit
from taawun.apps.cases import access as cases
from taawun.apps.people.access import actor_of
from taawun.apps.people.models import Officer
from taawun.apps.people.queries import authorities
from taawun.apps.ui import languages
from taawun.formats.badges.certificate import Certificate
from taawun.kernel.errors import BadgeEnded, NotCertified
from taawun.kernel.wire.times import cut
from taawun.sectors.police_training import access, sessions, words
from taawun.sectors.police_training.models import Badge
from taawun.sectors.police_training.rules import MANDATORY
from taawun.sectors.police_training.services import OBJECT

COMMAND: Final = "taawun badge verify FILE --status LIST --holder NUMBER"
"""What is typed where the certificate is checked."""


def certificate(officer: Officer, badge_id: str, language: str, purpose: str, *, at: datetime | None = None) -> bytes:
    """Return the certificate of a badge as PDF, with the badge attached.

    Raises:
        NoSuchBadge, NoSuchCase, NoPurpose.
        BadgeEnded: the badge was revoked.
        NotCertified: the nomination does not say who was trained.
        PaperNotMade, NoTypeface.
    """
    from taawun.formats.badges.certificate import render

    at = cut(at or timezone.now())
    with audit.acting(actor_of(officer), "badge.printed", OBJECT, badge_id, purpose, at=at):
        badge, _verified = access.badge(officer, badge_id, purpose, at=at)
        if badge.revoked is not None:
            raise BadgeEnded
        filled = cases.case(officer, badge.case_id, purpose, at=at).filled
        trainee = filled["trainee"].value if "trainee" in filled else None
        if not isinstance(trainee, Mapping) or not trainee.get("name"):
            raise NotCertified
        with translation.override(language):
            page = _page(badge, trainee, language)
        return render(page, bytes(badge.document), created=badge.at)


def _page(badge: Badge, trainee: Mapping[str, Any], language: str) -> Certificate:
    return Certificate(
        language=language,
        authority=_title_of(badge.authority, language),
        title=_("Certificate of training"),
        opening=_("This is to certify that"),
        name=str(trainee["name"]),
        number=_("Service number %(number)s") % {"number": trainee.get("service_number", "")},
        passed=_("attended every mandatory module and passed the assessment of the course"),
        course=badge.title,
        rows=tuple(_rows(badge, language)),
        check_title=_("How to check it"),
        checks=(
            _("This paper proves nothing by itself. The signed badge is attached to it and stands in the square."),
            _(
                "The name was not signed; a digest of the service number was. Ask whoever issued the badge for the "
                "status list and for their key."
            ),
        ),
        codes=((_("Command"), COMMAND), (_("Issuer"), badge.issuer), (pgettext("training", "Badge"), badge.id)),
    )


def _rows(badge: Badge, language: str) -> list[tuple[str, str]]:
    from taawun.formats.papers.words import day_in

    held = sessions.session(badge.session).data
    comma = languages.find(language).comma
    days = " – ".join(day_in(str(held.get(name, "")), language) for name in ("starts", "ends"))
    return [
        (_("Session"), f"{held['name']} ({held['course']}){comma}{days}"),
        (_("Place"), str(held.get("place", ""))),
        (_("Modules"), comma.join(words.module(one) for one in MANDATORY)),
        (_("Awarded on"), day_in(badge.at.date().isoformat(), language)),
    ]


def _title_of(authority: str, language: str) -> str:
    rows = {row["code"]: row for row in authorities(settings.TAAWUN_PARTY)}
    return str(rows[authority][f"title_{language}"]) if authority in rows else authority
