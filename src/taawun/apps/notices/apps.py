# SPDX-License-Identifier: Apache-2.0
"""Django's entry to the notices app."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """The notices app."""

    name = "taawun.apps.notices"
    label = "notices"
    default_auto_field = "django.db.models.BigAutoField"
