# SPDX-License-Identifier: Apache-2.0
"""What stands beside a record on its page: what its sector adds, judgements, what names it, releases and alerts.

Each is asked through its own door, as the officer, for the purpose; what may not be shown is left out.
"""

from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest

from taawun.apps import sector
from taawun.apps.exchange.released import access as released
from taawun.apps.exchange.released.access import Released
from taawun.apps.identity.judged import access as judged
from taawun.apps.identity.judged.access import Judged
from taawun.apps.identity.watching import access as watching
from taawun.apps.identity.watching.access import AlertShown
from taawun.apps.network.linking import protected, reference_key
from taawun.apps.people import queries as people
from taawun.apps.registers import access, queries
from taawun.apps.registers.access import Shown
from taawun.apps.registers.catalogue import types
from taawun.apps.registers.declarations import FieldType
from taawun.apps.sector import Panel
from taawun.apps.ui.purposes import chosen
from taawun.apps.ui.reader import may, officer_of

NAMING: Final = 50
"""Records that name a record, up to which they are looked at for its page."""


@dataclass(frozen=True, slots=True)
class Naming:
    """A record that names another, and the field in which it does."""

    shown: Shown
    field: FieldType


@dataclass(frozen=True, slots=True)
class Panels:
    """What is shown beside a record; `names` are the officers who judged."""

    judged: tuple[Judged, ...]
    naming: tuple[Naming, ...]
    released: tuple[Released, ...]
    alerts: tuple[AlertShown, ...]
    own: tuple[Panel, ...]
    names: dict[str, str]


def beside(request: HttpRequest, shown: Shown) -> Panels:
    """Return what stands beside a record that this reader was shown."""
    officer, purpose, record = officer_of(request), chosen(request), shown.record.id
    found = judged.of_record(officer, record, purpose) if may(request, "identity:pair") else ()
    sent = released.of_object(officer, "record", record, purpose) if may(request, "exchange:release") else ()
    alerts = watching.alerts_of(officer, record, purpose) if may(request, "identity:alert") else ()
    names = people.labels(one.judgement.officer_id for one in found)
    own = tuple(panel for draw in sector.panels(shown.record.type) if (panel := draw(request, shown)))
    return Panels(found, _naming(request, record), sent, alerts, own, names)


def _naming(request: HttpRequest, record_id: str) -> tuple[Naming, ...]:
    """Return the records that name a record in one of their fields; protected persons are left to the network page."""
    named = reference_key(record_id)
    fields: dict[str, FieldType] = {}
    for bearer, type_slug, name, _key in queries.bearers_of([named], NAMING):
        declared = types().get(type_slug)
        field = declared.fields.get(name) if declared else None
        if field is not None and field.kind == "reference" and bearer != record_id:
            fields[bearer] = field
    seen = access.visible(officer_of(request), list(fields), chosen(request)) if fields else {}
    plain = [key for key, one in seen.items() if not protected(one.marking)]
    told = access.visible(officer_of(request), plain, chosen(request), recorded=True) if plain else {}
    return tuple(Naming(one, fields[key]) for key, one in told.items())
