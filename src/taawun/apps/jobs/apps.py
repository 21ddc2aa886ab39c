# SPDX-License-Identifier: Apache-2.0
"""Django's entry to the jobs app; it imports what the other apps declare."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JobsConfig(AppConfig):
    """The jobs app."""

    name = "taawun.apps.jobs"
    label = "jobs"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Import each app's `jobs.py`, where kinds of jobs and recurring tasks are declared."""
        autodiscover_modules("jobs")
