# SPDX-License-Identifier: Apache-2.0
"""Django's entry to the TAXII app."""

from django.apps import AppConfig


class TaxiiConfig(AppConfig):
    """The TAXII app."""

    name = "taawun.apps.taxii"
    label = "taxii"
    default_auto_field = "django.db.models.BigAutoField"
