# SPDX-License-Identifier: Apache-2.0
"""Django's entry to the identity app."""

from django.apps import AppConfig


class IdentityConfig(AppConfig):
    """The identity app."""

    name = "taawun.apps.identity"
    label = "identity"
    default_auto_field = "django.db.models.BigAutoField"
