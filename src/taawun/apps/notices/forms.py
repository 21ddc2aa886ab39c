# SPDX-License-Identifier: Apache-2.0
"""The form of an officer's wish."""

from django import forms
from django.utils.translation import gettext_lazy as _


class WishForm(forms.Form):
    """How often, and by which ways."""

    every = forms.ChoiceField(
        label=_("Tell me"),
        choices=[("never", _("Never")), ("hour", _("At most once an hour")), ("day", _("At most once a day"))],
    )
    mail = forms.EmailField(label=_("By e-mail to"), required=False, widget=forms.EmailInput(attrs={"dir": "ltr"}))
    webhook = forms.BooleanField(label=_("By the webhook of the ministry"), required=False)
