# SPDX-License-Identifier: Apache-2.0
"""One version of one shared section as it crosses: the body of envelope kind "plan.section" (spec §86.5)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from taawun.formats.merging import UPDATE_BYTES
from taawun.kernel.errors import BadPlanSection
from taawun.kernel.wire import shapes
from taawun.kernel.wire.digests import b64, unb64
from taawun.kernel.wire.ids import check_id
from taawun.sectors.plans.contents import Content, Form, problem_of

KIND: Final = "plan.section"
TYPE: Final = "plan-section/1"
_FIELDS: Final = frozenset({"type", "plan", "section", "form", "place", "version", "content", "update"})
_CONTENT: Final = frozenset({"head", "text", "rows"})
PLACES: Final = 1_000
VERSIONS: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class SectionVersion:
    """One version of a section.

    Attributes:
        plan, section: of which plan and which section.
        form: what the section is about.
        place: where it stands in the plan.
        version: how many versions of it its sender has released with this one.
        content: what it says, for people; it is what `update` makes.
        update: the whole document of the section as it stood when the version was drafted.
    """

    plan: str
    section: str
    form: Form
    place: int
    version: int
    content: Content
    update: bytes

    def to_wire(self) -> dict[str, Any]:
        """Return the JSON object."""
        return {
            "type": TYPE, "plan": self.plan, "section": self.section, "form": self.form.value, "place": self.place,
            "version": self.version, "content": self.content.to_json(), "update": b64(self.update),
        }  # fmt: skip

    @classmethod
    def from_wire(cls, value: Mapping[str, Any]) -> "SectionVersion":
        """Return the version of a JSON object.

        Raises:
            BadShape, BadPlanSection.
        """
        raw = shapes.fields(dict(value), "section", _FIELDS)
        shapes.one_of(raw["type"], frozenset({TYPE}), "type")
        form = Form(shapes.one_of(raw["form"], frozenset(Form), "form"))
        if shapes.whole(raw["place"], "place") > PLACES or shapes.whole(raw["version"], "version", 1) > VERSIONS:
            raise BadPlanSection("A place or a version is too large.")
        content = _content(raw["content"])
        wrong = problem_of(form, content)
        if wrong:
            raise BadPlanSection(wrong)
        if not isinstance(raw["update"], str) or len(raw["update"]) > UPDATE_BYTES * 4 // 3 + 4:
            raise BadPlanSection("The update is too large.")
        plan, section = check_id(raw["plan"]), check_id(raw["section"])
        return cls(plan, section, form, raw["place"], raw["version"], content, unb64(raw["update"]))


def _content(value: object) -> Content:
    raw = shapes.fields(value, "content", _CONTENT)
    if not isinstance(raw["text"], str) or not isinstance(raw["rows"], dict):
        raise BadPlanSection("The content is of another form.")
    return Content(_texts(raw["head"]), raw["text"], {str(key): _texts(row) for key, row in raw["rows"].items()})


def _texts(value: object) -> dict[str, str]:
    if not isinstance(value, dict) or not all(isinstance(one, str) and one for one in value.values()):
        raise BadPlanSection("The content is of another form.")
    return value
