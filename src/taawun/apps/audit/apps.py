# SPDX-License-Identifier: Apache-2.0
"""Django's entry to the audit app."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The audit app."""

    name = "taawun.apps.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"
