# SPDX-License-Identifier: Apache-2.0
"""What the pages of plans are opened with in the walks over all pages."""

from taawun.apps.people.access import actor_of
from taawun.sectors.plans import annexes, services
from taawun.sectors.plans.contents import Form
from taawun.sectors.plans.documents import Edit
from taawun.sectors.plans.models import Section
from tests.apps.ui.story import Story

NOT_PAGES = {"plans:paper"}
ROWS = {
    Form.RESOURCES: {("rsrcrsrc", "name"): "تیز کشتی ۳", ("rsrcrsrc", "owner"): "PK: کوسٹ گارڈ"},
    Form.PHASES: {
        (key, name): value
        for key, begins, ends in (("phaseaaa", "2027-03-01", "2027-03-10"), ("phasebbb", "2027-03-08", "2027-04-20"))
        for name, value in (
            ("name", f"گشت {begins}"), ("begins", begins), ("ends", ends), ("resources", "rsrcrsrc"),
            ("areas", "areaaaaa"), ("owner", "BH: خفر السواحل"),
        )
    },
    Form.AREAS: {
        ("areaaaaa", "name"): "شمالی پانی", ("areaaaaa", "owner"): "PK", ("areaaaaa", "area"): "26.6 51.0 20 nm",
    },
}  # fmt: skip


def filled(officer, other: str = "BH"):
    """Return a plan with something in each section, and a national annex."""
    actor = actor_of(officer)
    head = {"title": "مشترکہ بحری گشت", "begins": "2027-03-01", "ends": "2027-03-31", "owner": "PK"}
    plan = services.open_plan(actor, other, head)
    for row in Section.objects.filter(plan=plan):
        values = ROWS.get(Form(row.form), {})
        text = "الدوريات من الشمال والجنوب." if row.form == Form.OVERVIEW else None
        services.save(actor, row.id, Edit(text=text, values=values), row.revision)
    annex = annexes.add(actor, plan.id, "قومی ضمیمہ: رابطے")
    annexes.save(actor, annex.id, Edit(text="صرف ہمارے لیے: گھاٹ نمبر سات پر انتظار کرنا ہے"), 0)
    return plan, annex


def addresses(story: Story) -> dict[str, list[object]]:
    """Return the arguments of each page."""
    plan, annex = filled(story.officers["hira"])
    areas = Section.objects.get(plan=plan, form=Form.AREAS.value)
    overview = Section.objects.get(plan=plan, form=Form.OVERVIEW.value)
    return {
        "plans:plan": [plan.id],
        "plans:section": [areas.id],
        "plans:release": [overview.id],
        "plans:annex": [annex.id],
        "plans:paper": [plan.id, "csv"],
    }
