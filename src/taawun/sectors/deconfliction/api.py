# SPDX-License-Identifier: Apache-2.0
"""The interface for programs of a lead: own entries and own conflicts, the same as the pages show (spec §87.7)."""

import uuid
from typing import Any, Final

from django.http import HttpRequest

from taawun.apps.cases.api.answering import answers, body, is_text, purpose_of
from taawun.apps.people.access import actor_of
from taawun.apps.ui.reader import officer_of
from taawun.engines.deconfliction.entries import Span
from taawun.kernel.errors import BadShape, OtherPurpose
from taawun.kernel.wire.times import from_wire, to_wire
from taawun.sectors.deconfliction import access, services
from taawun.sectors.deconfliction.models import Kind
from taawun.sectors.deconfliction.reading import METRES, read_place
from taawun.sectors.deconfliction.sector import SECTOR
from taawun.sectors.deconfliction.services import Wish

ACTS: Final = ("live", "withdraw", "discard")


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _are_targets(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(one, dict) and one.keys() == {"kind", "text"} and all(map(is_text, one.values())) for one in value
    )


FIELDS: Final = {
    "kind": is_text, "place": is_text, "radius": _is_number, "begins": is_text, "ends": is_text, "contact": is_text,
    "phone": is_text, "label": is_text, "targets": _are_targets,
}  # fmt: skip


def _for(request: HttpRequest) -> None:
    if purpose_of(request) != SECTOR.purpose:
        raise OtherPurpose(SECTOR.purpose)


def _list(request: HttpRequest) -> dict[str, Any]:
    """Return the entries of a lead."""
    _for(request)
    found, more = access.entries(officer_of(request))
    return {"entries": [_told(one) for one in found], "more": more}


def _draft(request: HttpRequest) -> dict[str, Any]:
    """Store a draft; the radius is in metres, times are as on the wire."""
    _for(request)
    officer, said = officer_of(request), body(request, FIELDS, "kind", "place", "begins", "ends", "contact", "phone")
    if said["kind"] not in set(Kind):
        raise BadShape("kind.")
    wish = Wish(
        kind=said["kind"], contact=said["contact"], phone=said["phone"], label=said.get("label", ""),
        place=read_place(said["place"], line=False, radius=float(said.get("radius", 0)), unit=next(iter(METRES))),
        span=Span.of(int(from_wire(said["begins"]).timestamp()), int(from_wire(said["ends"]).timestamp())),
        targets=tuple((one["kind"], one["text"]) for one in said.get("targets", ())),
    )  # fmt: skip
    return _told(access.entry(officer, services.draft(actor_of(officer), wish).id))


def _show(request: HttpRequest, entry: uuid.UUID) -> dict[str, Any]:
    """Return one entry of a lead."""
    _for(request)
    return _told(access.entry(officer_of(request), str(entry)))


def _act(request: HttpRequest, entry: uuid.UUID) -> dict[str, Any]:
    """Make an entry live, withdraw it, or discard a draft; the answer names the conflicts that were found."""
    _for(request)
    officer, identifier = officer_of(request), str(entry)
    said = body(request, {"act": lambda value: value in ACTS}, "act")
    if said["act"] == "discard":
        services.discard(actor_of(officer), identifier)
        return {"entry": identifier, "state": "discarded"}
    if said["act"] == "withdraw":
        services.withdraw(actor_of(officer), identifier)
    else:
        services.make_live(actor_of(officer), identifier)
    return _told(access.entry(officer, identifier))


def _conflicts(request: HttpRequest) -> dict[str, Any]:
    """Return the conflicts of a lead, as pointers."""
    _for(request)
    found, more = access.pointers(officer_of(request))
    return {"conflicts": [_pointed(one) for one in found], "more": more}


def _told(one: access.Own) -> dict[str, Any]:
    row = one.row
    return {
        "entry": row.id, "label": row.label, "kind": row.kind, "form": row.form, "places": row.places,
        "radius": row.radius, "begins": to_wire(one.begins), "ends": to_wire(one.ends), "contact": row.contact,
        "phone": row.phone, "state": one.state, "conflicts": list(one.conflicts),
    }  # fmt: skip


def _pointed(one: access.Pointer) -> dict[str, Any]:
    return {
        "conflict": one.id, "entry": one.entry, "same_target": one.same_target, "near": one.near, "apart": one.apart,
        "contact": one.contact, "phone": one.phone, "state": one.state, "opened": to_wire(one.opened),
        "acknowledged": to_wire(one.acknowledged) if one.acknowledged else None,
    }  # fmt: skip


entries = answers(GET=_list, POST=_draft)
entry = answers(GET=_show, POST=_act)
conflicts = answers(GET=_conflicts)
