# SPDX-License-Identifier: Apache-2.0
"""Django's entry to the maps app."""

from django.apps import AppConfig


class MapsConfig(AppConfig):
    """The maps app."""

    name = "taawun.apps.maps"
    label = "maps"
