# SPDX-License-Identifier: Apache-2.0
"""Django's entry to the people app."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """The people app."""

    name = "taawun.apps.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"
