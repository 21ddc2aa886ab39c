# SPDX-License-Identifier: Apache-2.0
"""What an auditor narrows the lines to."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from taawun.apps.audit.access import Filter


class FilterForm(forms.Form):
    """Every field is optional."""

    officer_id = forms.CharField(label=_("Officer (identifier)"), required=False, max_length=36)
    act = forms.CharField(label=_("Act"), required=False, max_length=80)
    object_type = forms.CharField(label=_("Kind of object"), required=False, max_length=40)
    object_id = forms.CharField(label=_("Object (identifier)"), required=False, max_length=120)
    outcome = forms.ChoiceField(
        label=_("Outcome"),
        required=False,
        choices=[("", _("All")), ("allowed", _("Allowed")), ("refused", _("Refused"))],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("officer_id", "act", "object_type", "object_id"):
            self.fields[name].widget.attrs["dir"] = "ltr"

    def filter(self) -> Filter:
        """Return the filter; a form that is not valid filters nothing."""
        return Filter(**self.cleaned_data) if self.is_bound and self.is_valid() else Filter()
