# SPDX-License-Identifier: Apache-2.0
"""The words of a notice, in the language of its officer: how much waits and where to look, never a name."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from taawun.apps.notices.counting import Waiting


def subject(found: Waiting, language: str) -> str:
    """Return the subject of a mail."""
    with translation.override(language):
        return ngettext("Taawun: %(count)s thing waits", "Taawun: %(count)s things wait", found.all) % {
            "count": found.all
        }


def body(found: Waiting, language: str) -> str:
    """Return the text of a mail."""
    with translation.override(language):
        lines = [
            ngettext("%(count)s hit waits.", "%(count)s hits wait.", found.hits) % {"count": found.hits},
            ngettext(
                "%(count)s task or clock of a case waits.", "%(count)s tasks or clocks of cases wait.", found.cases
            )
            % {"count": found.cases},
            ngettext("%(count)s release waits.", "%(count)s releases wait.", found.releases)
            % {"count": found.releases},
            ngettext(
                "%(count)s thing waits at the desk of a sector.",
                "%(count)s things wait at the desks of sectors.",
                found.desks,
            )
            % {"count": found.desks},
            ngettext("%(count)s of them is late.", "%(count)s of them are late.", found.late) % {"count": found.late},
        ]
        said = [line for line, count in zip(lines, found.said().values(), strict=True) if count]
        closing = _("Sign in to look at it. This message says nothing of what it is, and nobody reads an answer to it.")
    return "\n".join([*said, "", settings.NODE.url, "", closing, ""])
