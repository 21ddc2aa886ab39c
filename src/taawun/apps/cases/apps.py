# SPDX-License-Identifier: Apache-2.0
"""Django's entry to the cases app."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """The cases app."""

    name = "taawun.apps.cases"
    label = "cases"
