# SPDX-License-Identifier: Apache-2.0
"""Django's entry to the network app."""

from django.apps import AppConfig


class NetworkConfig(AppConfig):
    """The network app."""

    name = "taawun.apps.network"
    label = "network"
    default_auto_field = "django.db.models.BigAutoField"
