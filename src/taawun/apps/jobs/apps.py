# SPDX-License-Identifier: Apache-2.0
"""Django's entry to the jobs app."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """The jobs app."""

    name = "taawun.apps.jobs"
    label = "jobs"
    default_auto_field = "django.db.models.BigAutoField"
