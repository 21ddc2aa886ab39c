# SPDX-License-Identifier: Apache-2.0
"""Django's entry to the registers app."""

from django.apps import AppConfig


class RegistersConfig(AppConfig):
    """The registers app."""

    name = "taawun.apps.registers"
    label = "registers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Load the record types now, so that a wrong declaration stops the start; declare what we take."""
        from taawun.apps.exchange import kinds
        from taawun.apps.registers import catalogue, taking
        from taawun.apps.registers.consents import keeping

        catalogue.types()
        for kind in (taking.REPORT, taking.SET, keeping.ASKED, keeping.ANSWERED):
            kinds.register(kind)
