# SPDX-License-Identifier: Apache-2.0
"""Records as FollowTheMoney entities, for other tools: only what the officer may see, each reading recorded."""

from collections.abc import Iterator
from datetime import datetime

from taawun.apps.people.models import Officer
from taawun.apps.registers import access
from taawun.apps.registers.access import Shown
from taawun.apps.registers.catalogue import type_named
from taawun.apps.registers.queries import Filters
from taawun.formats import ftm


def ftm_lines(officer: Officer, filters: Filters, purpose: str, *, at: datetime | None = None) -> Iterator[str]:
    """Yield one line of JSON for each record that fits the filters and may be shown."""
    for page in access.pages(officer, filters, purpose, at=at):
        shown = (access.get(officer, row.record.id, purpose, at=at) for row in page.rows)
        yield from ftm.lines(entity_of(one) for one in shown)


def entity_of(shown: Shown) -> dict[str, object]:
    """Return one record, as it was shown, as an entity."""
    record_type = type_named(shown.record.type)
    properties = [
        ftm.Property(field.ftm, field.kind, _values(shown.data[field.name]))
        for field in record_type.fields.values()
        if field.ftm and field.name in shown.data
    ]
    return ftm.entity(shown.record.id, record_type.ftm, properties)


def _values(value: str | list[str]) -> tuple[str, ...]:
    return tuple(value) if isinstance(value, list) else (value,)
