# SPDX-License-Identifier: Apache-2.0
"""Does the data of a record fit its type? Answers with every problem, each at its field (spec §80.18)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from taawun.apps import sector
from taawun.apps.registers import kinds
from taawun.apps.registers.declarations import FieldType, RecordType
from taawun.apps.registers.purposes import CLOSED
from taawun.kernel.marking import Marking

SAFEGUARD = "A safeguard is open: ask the protection officer."
"""Why a record that would punish somebody, or send them back, is refused; it says nothing of the reason."""
NOT_FROM_FILE = "is not taken from a file: state it in the form."
"""Why a row of a file becomes no record where an officer has to answer for it by name."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one field. It never repeats the value, which may be personal."""

    field: str
    what: str

    def __str__(self) -> str:
        return f"{self.field} {self.what}"


def data_problems(
    record_type: RecordType, data: Mapping[str, Any], before: Mapping[str, Any] | None = None
) -> tuple[Problem, ...]:
    """Return all that keeps data from being a record of this type; nothing means that it fits.

    Where other data of it fitted `before`, only what differs is asked again.
    """
    found = [Problem(str(name)[:40], "is not a field of this type") for name in data.keys() - record_type.fields.keys()]
    for name, field in record_type.fields.items():
        if before is not None and name in data and before.get(name) == data[name]:
            continue
        if what := _field_problem(field, data[name]) if name in data else _missing(field):
            found.append(Problem(name, what))
    return tuple(found)


def marking_problems(record_type: RecordType, data: Mapping[str, Any], marking: Marking) -> tuple[Problem, ...]:
    """Return what the type or the data demands of the marking and the marking does not say (§80.9, §80.12)."""
    found = [Problem(name, "is marked but not in the data") for name, _ in marking.fields if name not in data]
    if record_type.personal and not marking.personal:
        found.append(Problem("marking", "needs a person category: this type holds personal data"))
    own = sector.closed_purpose_of(record_type.slug, CLOSED)
    if own and marking.purposes != {own}:
        found.append(Problem("marking", f"is for the purpose {own} alone: nothing else opens this type"))
    return tuple(found)


def complete(record_type: RecordType, raw: Mapping[str, Any]) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    """Return written values in their one spelling with what is computed from them, and all that is wrong with them.

    What a sector computes or sees is asked only of data that fits its type. Whether a safeguard holds somebody is not
    asked here, but by the act that would state it: forms and previews tell nobody (§80.74).
    """
    fields = record_type.fields
    stated = {name: value for name, value in raw.items() if name not in fields or not fields[name].computed}
    data = clean_data(record_type, stated)
    wrong = data_problems(record_type, data)
    if wrong:
        return data, wrong
    filled = sector.filled(record_type.slug, data)
    wrong = () if filled == data else data_problems(record_type, filled, data)
    refused = [one for one in sector.remarks(record_type.slug, filled) if one.level == sector.Level.REFUSED]
    return filled, (*wrong, *(Problem(one.field, one.sentence) for one in refused))


def recomputed(record_type: RecordType, data: Mapping[str, Any]) -> dict[str, Any]:
    """Return data with its computed fields as our rules compute them, whatever it says of them (spec §80.40b).

    Where a rule cannot, or what it makes does not fit the type, they are left out: a partner's data fits its type and
    no more, and what cannot be computed here is not known.
    """
    known = record_type.stated
    stated = {name: value for name, value in data.items() if name in known}
    if len(known) == len(record_type.fields):
        return stated
    try:
        filled = sector.filled(record_type.slug, stated)
    except (ArithmeticError, LookupError, TypeError, ValueError):
        return stated
    return stated if data_problems(record_type, filled, stated) else filled


def clean_data(record_type: RecordType, raw: Mapping[str, Any]) -> dict[str, Any]:
    """Return written values in their one spelling; empty ones are left out, for unknown is not zero (§80.20)."""
    cleaned = {name: _clean_field(record_type.fields.get(name), value) for name, value in raw.items()}
    return {name: value for name, value in cleaned.items() if value not in ("", [], None)}


def value_problem(field: FieldType, value: object) -> str:
    """Return what is wrong with one value of a field, or nothing."""
    if not isinstance(value, str):
        return "is not text"
    if len(value) > field.limit and field.kind != "country":  # a country has its own sentence
        return f"is longer than {field.limit} characters"
    if field.kind == "choice" and value not in field.choices:
        return "is not one of the choices"
    wrong = kinds.problem(field.kind, value)
    if not wrong and field.kind == "number" and not kinds.within(value, field.least, field.most):
        return _out_of_range(field)
    return wrong


def _out_of_range(field: FieldType) -> str:
    if field.least and field.most:
        return f"is not between {field.least} and {field.most}"
    return f"is less than {field.least}" if field.least else f"is more than {field.most}"


def _clean_field(field: FieldType | None, value: Any) -> Any:
    if field is None:
        return value
    if isinstance(value, list | tuple) and field.many > 1:
        texts = [kinds.clean(field.kind, item) if isinstance(item, str) else item for item in value]
        return list(dict.fromkeys(text for text in texts if text != ""))
    if isinstance(value, str):
        text = kinds.clean(field.kind, value)
        return [text] if field.many > 1 and text else text
    return value


def _missing(field: FieldType) -> str:
    return "is missing" if field.required else ""


def _field_problem(field: FieldType, value: Any) -> str:
    if field.many == 1:
        return value_problem(field, value)
    if not isinstance(value, list) or not 0 < len(value) <= field.many:
        return f"is not a list of 1 to {field.many} values"
    wrong = next((wrong for wrong in (value_problem(field, item) for item in value) if wrong), "")
    return wrong or ("names something twice" if len(set(value)) != len(value) else "")
