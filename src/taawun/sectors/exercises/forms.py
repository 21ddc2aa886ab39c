# SPDX-License-Identifier: Apache-2.0
"""The forms of exercises: what a plan begins with, one part of it, what was observed, a rating, an improvement."""

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from taawun.sectors.exercises import rules
from taawun.sectors.exercises.words import CHANNELS, RATINGS, SORTS

Choices = Sequence[tuple[str, Any]]
OPEN: Final = ("", "—")
CONTROLLER: Final = "-"
"""The part of a controller, which is no player's code."""


def _line() -> forms.TextInput:
    return forms.TextInput(attrs={"dir": "auto"})


def _lines(rows: int = 2) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "dir": "auto"})


class _Beside(forms.Form):
    """A form that stands on a page with others: the identifiers of its fields bear its own name."""

    def __init__(self, *args: Any, **named: Any) -> None:
        kind = type(self).__name__.removesuffix("Form").lower()
        super().__init__(*args, **({"auto_id": f"id_{kind}_%s"} | named))


class OpenForm(forms.Form):
    """What an exercise begins with."""

    name = forms.CharField(label=_("Name of the exercise"), max_length=rules.NAME_CHARACTERS, widget=_line())


class FrameForm(_Beside):
    """The frame of a plan: its name, its scenario, its clock."""

    name = forms.CharField(label=_("Name of the exercise"), max_length=rules.NAME_CHARACTERS, widget=_line())
    scenario = forms.CharField(label=_("Scenario"), max_length=10_000, widget=_lines(4))
    speed = forms.IntegerField(
        label=_("Minutes of the exercise in one minute"), min_value=rules.SPEEDS[0], max_value=rules.SPEEDS[1],
        help_text=_("1 is real time; 60 runs an hour in a minute."),
    )  # fmt: skip
    late_after = forms.IntegerField(
        label=_("Seconds after which an inject arrives late"), min_value=rules.LATE[0], max_value=rules.LATE[1]
    )


class PlayerForm(_Beside):
    """One player."""

    code = forms.CharField(label=_("Code"), max_length=20, widget=_line())
    party = forms.ChoiceField(label=_("Side"))
    name = forms.CharField(label=_("Name"), max_length=rules.NAME_CHARACTERS, widget=_line())

    def __init__(self, data: Any, parties: Choices) -> None:
        """Take the parties of the exercise."""
        super().__init__(data)
        _choose(self, party=parties)


class ObjectiveForm(_Beside):
    """One objective; without its capability it is refused."""

    text = forms.CharField(label=_("Objective"), max_length=rules.TEXT_CHARACTERS, widget=_line())
    capability = forms.CharField(
        label=_("Capability"), max_length=rules.NAME_CHARACTERS, widget=_line(), required=False,
        help_text=_("By it the objective is rated."),
    )  # fmt: skip


class InjectForm(_Beside):
    """One inject."""

    number = forms.IntegerField(label=_("Number"), min_value=1, max_value=rules.LAST_NUMBER)
    minute = forms.IntegerField(label=_("Minute"), min_value=0, max_value=rules.LAST_MINUTE)
    sender = forms.ChoiceField(label=_("Fired by"))
    to = forms.ChoiceField(label=_("To"))
    channel = forms.ChoiceField(label=_("Channel"), choices=list(CHANNELS.items()))
    text = forms.CharField(label=_("What happens"), max_length=rules.TEXT_CHARACTERS, widget=_lines())
    expected = forms.CharField(label=_("Expected action"), max_length=rules.TEXT_CHARACTERS, widget=_lines())
    controller = forms.CharField(label=_("Controller"), max_length=rules.NAME_CHARACTERS, widget=_line())
    objective = forms.ChoiceField(label=_("Objective"))

    def __init__(self, data: Any, parties: Choices, players: Choices, objectives: Choices) -> None:
        """Take what the plan has already."""
        super().__init__(data)
        _choose(self, sender=parties, to=players, objective=objectives)


class PersonForm(_Beside):
    """One officer, who controls an exercise or plays one of its players."""

    part = forms.ChoiceField(label=_("Takes part as"))
    officer = forms.ChoiceField(label=_("Officer"))

    def __init__(self, data: Any, players: Choices, officers: Choices) -> None:
        """Take the players of this node and the officers of the authority."""
        super().__init__(data)
        _choose(self, part=[(CONTROLLER, _("Controller")), *players], officer=officers)


class FileForm(_Beside):
    """A file with injects."""

    file = forms.FileField(label=_("File with injects"), help_text=_("CSV or Excel, at most 1 MiB and 200 rows."))


class ObservationForm(_Beside):
    """What was observed."""

    capability = forms.ChoiceField(label=_("Capability"))
    sort = forms.ChoiceField(label=_("Kind"), choices=list(SORTS.items()))
    inject = forms.ChoiceField(label=_("Inject"), required=False)
    text = forms.CharField(label=_("What was observed"), max_length=rules.TEXT_CHARACTERS, widget=_lines())

    def __init__(self, data: Any, capabilities: Choices, injects: Choices) -> None:
        """Take what the plan has."""
        super().__init__(data)
        _choose(self, capability=capabilities, inject=[OPEN, *injects])


class RatingForm(forms.Form):
    """How one capability was performed."""

    rating = forms.ChoiceField(label=_("Rating"), choices=[OPEN, *RATINGS.items()])
    text = forms.CharField(label=_("Why"), max_length=rules.TEXT_CHARACTERS, widget=_lines())


class ImprovementForm(_Beside):
    """One item of the improvement plan."""

    capability = forms.ChoiceField(label=_("Capability"))
    text = forms.CharField(label=_("What is to be improved"), max_length=rules.TEXT_CHARACTERS, widget=_lines())
    owner = forms.ChoiceField(label=_("Owner"))
    authority = forms.CharField(label=_("Authority that does it"), max_length=rules.NAME_CHARACTERS, widget=_line())
    due = forms.DateField(label=_("Due"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    result = forms.CharField(
        label=_("Result by which it is verified"), max_length=rules.TEXT_CHARACTERS, widget=_line()
    )

    def __init__(self, data: Any, capabilities: Choices, parties: Choices) -> None:
        """Take what the plan has."""
        super().__init__(data)
        _choose(self, capability=capabilities, owner=parties)


def _choose(form: forms.Form, **choices: Choices) -> None:
    for name, found in choices.items():
        field = form.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = list(found)
