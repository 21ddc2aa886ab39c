# SPDX-License-Identifier: Apache-2.0
"""The first run as a Django app: templates, no tables."""

from django.apps import AppConfig


class FirstRunConfig(AppConfig):
    """Pages that ask for a new node."""

    name = "taawun.site.first_run"
    label = "first_run"
