# SPDX-License-Identifier: Apache-2.0
"""The door to what the committee follows: meetings, actions and decisions, for an officer, on the record."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.utils import timezone

from taawun.apps.cases import access as cases
from taawun.apps.cases.clocks.calendars import calendars_of, zone_of
from taawun.apps.cases.models import Case
from taawun.apps.people.models import Officer
from taawun.formats.calendars import Meeting, hours
from taawun.kernel.cases.contents import Element
from taawun.kernel.cases.days import legal_day
from taawun.kernel.cases.words import Side
from taawun.kernel.errors import BadMeetingLines, NoSuchCase
from taawun.kernel.wire.times import cut
from taawun.sectors.committee import calling, following, minutes, rules
from taawun.sectors.committee.following import Action, Counted, Stage
from taawun.sectors.committee.sector import SECTOR

PACK: Final = "pk-bh-committee"
MEETING, ACTION = "committee_meeting", "committee_action"
ZONES: Final = ("Asia/Karachi", "Asia/Bahrain")
OF_CHOICE: Final[Mapping[str, str]] = {"asia_karachi": ZONES[0], "asia_bahrain": ZONES[1]}
MOST_MINUTES: Final = 7 * 24 * 60
_MEETING: Final = ("body", "meets", "agenda")
_ACTION: Final = ("what", "authority", "due", "track", "memorandum")
_COUNTED: Final = ("due", "track", "memorandum")
PAGE: Final = 100
"""Actions on one page."""
_NEVER: Final = frozenset({"draft", "abandoned"})
_OPEN: Final = frozenset({"draft", "convened", "countered"})
"""States in which day and agenda are proposed, and not agreed by both sides."""


@dataclass(frozen=True, slots=True)
class Row:
    """A meeting in a list: its case, its hours in each zone (none if not yet said), and when it was held."""

    case: Case
    body: str
    place: str
    hours: tuple[tuple[str, datetime, datetime], ...]
    held: datetime | None


@dataclass(frozen=True, slots=True)
class Minutes:
    """A meeting as its page shows it.

    Attributes:
        shown: the case as this officer may see it.
        agenda: its items; `decisions` and `actions` those of the minutes.
        named: the papers that the convening side names, with their markings; `named_guest` those of the other side.
        broken: the elements with lines that are not of their form, each with what is wrong.
        texts: the minutes by language.
        approved: the parties that approved them as they stand.
        fallen: the parties that approved them before they were changed, and have not approved them anew.
        hours: in each zone.
    """

    shown: cases.Shown
    agenda: tuple[rules.Item, ...]
    named: tuple[rules.Paper, ...]
    named_guest: tuple[rules.Paper, ...]
    decisions: tuple[rules.Decision, ...]
    actions: tuple[rules.Promise, ...]
    broken: tuple[tuple[Element, BadMeetingLines], ...]
    texts: tuple[tuple[str, str], ...]
    approved: tuple[str, ...]
    fallen: tuple[str, ...]
    hours: tuple[tuple[str, datetime, datetime], ...]


def meetings(officer: Officer, *, at: datetime | None = None) -> tuple[list[Row], bool]:
    """Return the meetings that an officer may see, the last opened first, and whether there are more.

    Raises:
        NoPurpose.
    """
    told, more = _told(officer, MEETING, _MEETING, at)
    return [_row(one) for one in sorted(told, key=lambda one: one.case.opened, reverse=True)], more


def invitations(officer: Officer, *, at: datetime | None = None) -> list[Meeting]:
    """Return the meetings that were convened, as a calendar shows them: body, hours, place.

    A calendar cannot say that there are more; those that are not over come before any that is.

    Raises:
        NoPurpose.
    """
    told, _more = _told(officer, MEETING, _MEETING, at)
    made = (_invitation(one.case, one.values, [move.at for move in one.moves]) for one in told
            if one.case.state not in _NEVER)  # fmt: skip
    return [one for one in made if one is not None]


def invitation(officer: Officer, case: str, *, at: datetime | None = None) -> Meeting:
    """Return one meeting, also one that is only prepared, as a calendar shows it.

    Raises:
        NoSuchCase: there is none, or it has no day yet.
    """
    shown = cases.case(officer, case, SECTOR.purpose, at=at)
    values = {slug: one.value for slug, one in shown.filled.items() if shown.kind.slug == MEETING}
    moments = [one.at for one in sorted(shown.shared, key=lambda one: one.place or 0) if one.place is not None]
    found = _invitation(shown.case, values, moments)
    if found is None:
        raise NoSuchCase
    return found


def meeting(officer: Officer, case: str, *, at: datetime | None = None) -> Minutes:
    """Return a meeting with its lines read.

    Raises:
        NoSuchCase, NoPurpose.
    """
    shown = cases.case(officer, case, SECTOR.purpose, at=at)
    if shown.kind.slug != MEETING:
        raise NoSuchCase
    texts = {slug: str(one.value or "") for slug, one in shown.filled.items() if isinstance(one.value, str)}
    values = {slug: one.value for slug, one in shown.filled.items() if one.value}
    parties = (shown.case.requesting, shown.case.requested)
    broken: list[tuple[Element, BadMeetingLines]] = []

    def read(slug: str, reader: Any) -> Any:
        try:
            return reader(values[slug]) if slug in values else ()
        except BadMeetingLines as wrong:
            broken.append((shown.kind.elements[slug], wrong))
            return ()

    flags = {"approved_host": parties[0], "approved_guest": parties[1]}
    value = values.get("meets")
    if value and not hours_of(value):
        broken.append((shown.kind.elements["meets"], BadMeetingLines(rules.SENTENCES["hours"])))
    return Minutes(
        shown=shown,
        agenda=read("agenda", rules.agenda_of),
        named=read("papers", rules.papers_of),
        named_guest=read("papers_guest", rules.papers_of),
        decisions=read("decisions", rules.decisions_of),
        actions=read("actions", lambda text: rules.promises_of(text, parties, calling.called())),
        broken=tuple(broken),
        texts=tuple((one, texts.get(f"minutes_{one}", "")) for one in minutes.LANGUAGES),
        approved=tuple(party for flag, party in flags.items() if flag in shown.standing.flags),
        fallen=minutes.fallen(shown.kind.workflow, shown.standing.applied),
        hours=hours_of(value),
    )


def entered_from(officer: Officer, meeting: str) -> bool:
    """Tell whether actions of a meeting were entered here already."""
    return cases.says(officer, SECTOR.purpose, cases.Wanted(ACTION, PACK), "origin", meeting)


def narrowed(stages: Collection[Stage] = (), **saying: str) -> cases.Wanted:
    """Return which actions are followed: of some stages or of all, and with elements that say this."""
    said = {slug: text for slug, text in saying.items() if text}
    return cases.Wanted(ACTION, PACK, following.states_of(stages), said)


def actions(
    officer: Officer, wanted: cases.Wanted | None = None, number: int = 1, *, most: int = 0, at: datetime | None = None
) -> tuple[list[Action], bool]:
    """Return a page of the actions that an officer may see, and whether there are more: open ones first, by due day.

    So the late ones are at the top.

    Raises:
        NoPurpose.
    """
    at = cut(at or timezone.now())
    held = cases.moments(officer, SECTOR.purpose, cases.Wanted(MEETING, PACK), "hold")
    ahead = following.states_of({Stage.OPEN})
    told, more = cases.gathered(
        officer, SECTOR.purpose, wanted or narrowed(), _ACTION, ahead=ahead, by="due", number=number,
        most=most or PAGE, at=at,
    )  # fmt: skip
    return [_action(one, held, at) for one in told], more


def counted(officer: Officer, wanted: cases.Wanted | None = None, *, at: datetime | None = None) -> list[Counted]:
    """Return how many of all actions that an officer may see are alike: the figures are made of it.

    Raises:
        NoPurpose.
    """
    at = cut(at or timezone.now())
    found = cases.groups(officer, SECTOR.purpose, wanted or narrowed(), _COUNTED, at=at)
    return [
        Counted(
            one.values["track"], one.values["memorandum"], following.stage_of(one.case.state),
            _late(one.case, following.owner_of([one.first], one.case.requesting, one.case.requested),
                  _day(one.values["due"]), at) > 0, one.many,
        )
        for one in found
    ]  # fmt: skip


def _told(officer: Officer, kind: str, elements: Collection[str], at: datetime | None) -> tuple[list[cases.Told], bool]:
    """Return the open cases of a kind and then the closed ones, and whether there are more of either."""
    asked = [
        cases.table(officer, SECTOR.purpose, [kind], elements, pack=PACK, closed=closed, at=at)
        for closed in (False, True)
    ]
    return [one for told, _more in asked for one in told], any(more for _told, more in asked)


def _action(told: cases.Told, held: list[datetime], at: datetime) -> Action:
    case, values = told.case, told.values
    moves = [one.move for one in told.moves]
    authority = str(values.get("authority", ""))
    owner = following.owner_of(moves, case.requesting, case.requested)
    stage = following.stage_of(case.state)
    due = _day(values.get("due"))
    entered = told.moves[0].at if told.moves else None
    return Action(
        case=case.id, what=str(values.get("what", case.title)), authority=authority,
        track=str(values.get("track", "")), memorandum=str(values.get("memorandum") or ""), due=due, stage=stage,
        owner=owner or following.meant(authority, (case.requesting, case.requested)), late=_late(case, owner, due, at),
        carried=following.carried(entered, case.closed, held),
    )  # fmt: skip


def _late(case: Case, owner: str, due: date | None, at: datetime) -> int:
    """Return how many shared working days an action is late: by the day of its owner, and only while it is open."""
    if following.stage_of(case.state) is not Stage.OPEN:
        return 0
    side = Side.REQUESTED if owner == case.requested else Side.REQUESTING
    return following.late_days(due, legal_day(at, zone_of(case, side)), calendars_of(case, at))


def _row(told: cases.Told) -> Row:
    value = told.values.get("meets")
    place = str(value.get("place", "")) if isinstance(value, dict) else ""
    return Row(told.case, str(told.values.get("body", told.case.title)), place, hours_of(value), _held(told))


def _held(told: cases.Told) -> datetime | None:
    return next((one.at for one in told.moves if one.move == "hold"), None)


def _invitation(case: Case, values: Mapping[str, Any], moments: Sequence[datetime]) -> Meeting | None:
    """Return a meeting as a calendar shows it; the moments are those of its moves, in their order."""
    value = values.get("meets")
    known = _begins(value)
    if known is None or not isinstance(value, dict):
        return None
    begins, lasts = known
    return Meeting(
        uid=f"{case.id}@taawun", title=str(values.get("body", "")), begins=begins, lasts=lasts,
        place=str(value.get("place", "")), changed=moments[-1] if moments else case.opened,
        number=len(moments), cancelled=case.state == "cancelled", tentative=case.state in _OPEN,
    )  # fmt: skip


def _begins(value: object) -> tuple[datetime, timedelta] | None:
    """Return when a meeting begins, in its own zone, and how long it lasts; None where that is not said readably."""
    said = value if isinstance(value, dict) else {}
    zone, lasts = OF_CHOICE.get(str(said.get("zone", ""))), said.get("minutes")
    if zone is None or not isinstance(lasts, int | float) or not 0 < lasts <= MOST_MINUTES:
        return None
    try:
        begins = datetime.strptime(f"{said.get('day')} {said.get('begins')}", "%Y-%m-%d %H:%M")  # noqa: DTZ007
    except ValueError:
        return None
    return begins.replace(tzinfo=ZoneInfo(zone)), timedelta(minutes=lasts)


def hours_of(value: object) -> tuple[tuple[str, datetime, datetime], ...]:
    """Return when a meeting begins and ends in each zone; nothing where that is not said readably."""
    known = _begins(value)
    if known is None:
        return ()
    begins, lasts = known
    return hours(Meeting("", "", begins, lasts, "", begins), ZONES)


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None
