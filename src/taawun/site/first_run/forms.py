# SPDX-License-Identifier: Apache-2.0
"""The questions of the first run. What is right is decided where the command line asks it too: settings and people."""

import re
from typing import Any, Final
from zoneinfo import available_timezones

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from taawun.apps.people.models import Officer as Account
from taawun.apps.people.roles import CATALOGUE
from taawun.apps.people.services import SECRET_CHARACTERS
from taawun.apps.ui import languages
from taawun.formats.countries import NAMES
from taawun.kernel.errors import BadShape
from taawun.kernel.wire.shapes import slug
from taawun.site import checks
from taawun.site.first_run.databases import why_not

CODE: Final = {"dir": "ltr", "autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}
WRONG: Final = {
    "name": _("Write a name of at most 80 characters on one line."),
    "url": _("Write an address such as https://node.interior.example. Plain http is only for this machine."),
    "listen": _("Write a host and a port, such as 127.0.0.1:8440."),
    "database": _("Write sqlite:db.sqlite3, or postgresql://user@host:5432/name."),
}
ROLES_MOST: Final = len(CATALOGUE)
STATES: Final = tuple(code for code in NAMES if code not in ("SU", "XK"))


class CodeForm(forms.Form):
    """The code from the terminal."""

    code = forms.CharField(label=_("Set-up code"), max_length=40, widget=forms.TextInput(CODE | {"autofocus": True}))


class PartyForm(forms.Form):
    """The party and the settings of its node."""

    party = forms.ChoiceField(label=_("Party"), help_text=_("The state that runs this node."))
    name = forms.CharField(
        label=_("Name of the node"), help_text=_("As officers and the other party see it, for example Islamabad.")
    )
    url = forms.CharField(
        label=_("Address of the node"),
        help_text=_("Where officers and the other party's node reach it, for example https://node.interior.example."),
        widget=forms.TextInput(CODE),
    )
    listen = forms.CharField(
        label=_("The web server listens on"),
        help_text=_("A host and a port, behind the reverse proxy."),
        initial="127.0.0.1:8440",
        widget=forms.TextInput(CODE),
    )
    database = forms.CharField(
        label=_("Database"),
        help_text=_("A file in the node's home is enough to begin with. A ministry names its PostgreSQL server."),
        initial="sqlite:db.sqlite3",
        widget=forms.TextInput(CODE),
    )
    language = forms.ChoiceField(
        label=_("Language of a page before its reader has chosen one"),
        choices=[(one.code, one.name) for one in languages.ALL],
    )
    time_zone = forms.ChoiceField(label=_("Time zone"), help_text=_("In which times are shown and legal days end."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tongue = languages.find(get_language()).code
        states = sorted((NAMES[code][tongue], code) for code in STATES)
        party, zone = self.fields["party"], self.fields["time_zone"]
        assert isinstance(party, forms.ChoiceField) and isinstance(zone, forms.ChoiceField)  # noqa: S101, PT018
        party.choices = [("", "–"), *((code, f"{name} ({code})") for name, code in states)]
        zone.choices = [(one, one) for one in sorted(available_timezones())]
        zone.initial = "UTC"

    def clean(self) -> dict[str, Any]:
        """Check each setting as node.toml is checked, and that the database answers."""
        for name in WRONG:
            value = self.cleaned_data.get(name)
            if value is not None and getattr(checks, CHECKS[name])(value) is not None:
                self.add_error(name, WRONG[name])
        if "database" in self.cleaned_data and (reason := why_not(self.cleaned_data["database"])):
            self.add_error("database", reason)
        return self.cleaned_data


CHECKS: Final = {"name": "short_text", "url": "url", "listen": "address", "database": "database"}


class AuthorityForm(forms.Form):
    """One authority of the party."""

    code = forms.CharField(
        label=_("Code"),
        max_length=80,
        help_text=_("Lower-case Latin letters, digits and hyphens, for example anf."),
        widget=forms.TextInput(CODE),
    )
    title_en = forms.CharField(label=_("Title in English"), max_length=200, widget=forms.TextInput({"dir": "ltr"}))
    title_ar = forms.CharField(label=_("Title in Arabic"), max_length=200, widget=forms.TextInput({"dir": "rtl"}))
    title_ur = forms.CharField(label=_("Title in Urdu"), max_length=200, widget=forms.TextInput({"dir": "rtl"}))

    def __init__(self, *args: Any, taken: tuple[str, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.taken = taken

    def clean_code(self) -> str:
        """Refuse a code that the roster could not carry, or that another authority has."""
        code: str = self.cleaned_data["code"]
        try:
            slug(code, "code")
        except BadShape:
            raise ValidationError(_("Write lower-case Latin letters, digits and hyphens.")) from None
        if code in self.taken:
            raise ValidationError(_("Another authority has this code."))
        return code


class OfficerForm(forms.Form):
    """Who an officer is, where, and in what roles."""

    name = forms.CharField(label=_("Name"), max_length=200, widget=forms.TextInput({"dir": "auto"}))
    username = forms.CharField(
        label=_("User name"),
        max_length=150,
        help_text=_("With which the officer signs in."),
        widget=forms.TextInput(CODE),
    )
    authority = forms.ChoiceField(label=_("Authority"))
    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What the officer may do. Who drafts a release never approves it; an operator reads no content."),
    )
    language = forms.ChoiceField(
        label=_("Language of the pages"), choices=[(one.code, one.name) for one in languages.ALL]
    )

    def __init__(
        self, *args: Any, authorities: list[dict[str, str]], taken: tuple[str, ...] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.taken, tongue = taken, languages.find(get_language()).code
        rooms, roles = self.fields["authority"], self.fields["roles"]
        assert isinstance(rooms, forms.ChoiceField) and isinstance(roles, forms.MultipleChoiceField)  # noqa: S101, PT018
        rooms.choices = [(one["code"], one[f"title_{tongue}"]) for one in authorities]
        roles.choices = [(kind.slug, kind.title(tongue)) for kind in CATALOGUE.values()]

    def clean_username(self) -> str:
        """Bring the name to its one spelling, and refuse one that is taken or cannot be typed at a terminal."""
        name = Account.normalize_username(self.cleaned_data["username"])
        if not re.fullmatch(r"[^\s\x00-\x1f\x7f]+", name) or not name.isprintable():
            raise ValidationError(_("A user name has no blanks."))
        if name in self.taken:
            raise ValidationError(_("Another officer has this user name."))
        return name


class SecretsForm(forms.Form):
    """The two secrets of an officer, typed twice. What was typed is never sent back to the browser."""

    password = forms.CharField(label=_("Password, to sign in"), strip=False)
    password_again = forms.CharField(label=_("The password again"), strip=False)
    passphrase = forms.CharField(
        label=_("Passphrase of the signing keys"),
        help_text=_("At least 12 characters, several words. Nobody can reset it: without it the keys are lost."),
        strip=False,
    )
    passphrase_again = forms.CharField(label=_("The passphrase again"), strip=False)

    def __init__(self, *args: Any, account: Account, kept: frozenset[str] = frozenset(), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account, self.kept = account, kept
        for name, field in self.fields.items():
            field.widget = forms.PasswordInput({"autocomplete": "new-password", "dir": "ltr"})
            field.required = name.removesuffix("_again") not in kept

    def clean_password(self) -> str:
        """Refuse a password that is short, common, or like the officer's name."""
        password: str = self.cleaned_data["password"]
        if password:
            validate_password(password, self.account)
        return password

    def clean_passphrase(self) -> str:
        """Refuse a passphrase that is too short (spec §10.10)."""
        passphrase: str = self.cleaned_data["passphrase"]
        if passphrase and len(passphrase) < SECRET_CHARACTERS:
            raise ValidationError(_("At least 12 characters."))
        return passphrase

    def clean(self) -> dict[str, Any]:
        """Compare both spellings of each, and both secrets with each other."""
        said = self.cleaned_data
        for name in ("password", "passphrase"):
            if name in said and said.get(name, "") != said.get(f"{name}_again", ""):
                self.add_error(f"{name}_again", _("The two are not the same. Type both again."))
                said.pop(name, None)
        if said.get("password") and said.get("password") == said.get("passphrase"):
            self.add_error("passphrase", _("The passphrase must be another one than the password."))
        return said

    def good(self) -> dict[str, str]:
        """Return the secrets that were typed rightly, so that one mistake does not cost the other."""
        return {name: self.cleaned_data[name] for name in ("password", "passphrase") if self.cleaned_data.get(name)}


class KeysForm(forms.Form):
    """The operator has read what the keys of the node are."""

    understood = forms.BooleanField(
        label=_("I know that whoever can read these files speaks for our party, and that they belong in the backup.")
    )


class PairingForm(forms.Form):
    """When the node is to be introduced to the other party's."""

    pairing = forms.ChoiceField(
        label=_("When will you pair with the other party?"),
        widget=forms.RadioSelect,
        choices=[("later", _("Later")), ("now", _("As soon as the node runs"))],
    )
    partner = forms.CharField(
        label=_("Address of the other party's node"),
        required=False,
        help_text=_("For pairing now. Have a telephone at hand, and two officers who know their passphrases."),
        widget=forms.TextInput(CODE),
    )

    def clean(self) -> dict[str, Any]:
        """An address is only asked for where pairing is now, and must be one."""
        partner = self.cleaned_data.get("partner", "")
        if partner and checks.url(partner) is not None:
            self.add_error("partner", WRONG["url"])
        return self.cleaned_data


class RecordsForm(forms.Form):
    """Sample data or none."""

    records = forms.ChoiceField(
        label=_("What shall the registers hold at first?"),
        widget=forms.RadioSelect,
        choices=[
            ("empty", _("Nothing")),
            ("sample", _("Sample records: facts from the consolidated list of the UN Security Council, to try with")),
        ],
    )
