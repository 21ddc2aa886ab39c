# SPDX-License-Identifier: Apache-2.0
"""The desk as a Django app."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Base page, style and languages; it has no tables."""

    name = "taawun.apps.ui"
    label = "ui"
