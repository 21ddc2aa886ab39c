# SPDX-License-Identifier: Apache-2.0
"""Django's entry to the cases app."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """The cases app."""

    name = "taawun.apps.cases"
    label = "cases"

    def ready(self) -> None:
        """Declare the kind of envelope that this app takes, what the worker repeats, and which instruments it keeps."""
        from taawun.apps import offers
        from taawun.apps.cases import jobs, library  # noqa: F401  # jobs declares its tasks
        from taawun.apps.cases.moves import taking
        from taawun.apps.exchange import kinds

        kinds.register(taking.MOVE)
        offers.keep("instruments", lambda: {slug: pack.title for slug, pack in library.packs().items()})
