# SPDX-License-Identifier: Apache-2.0
"""Django's entry to the node app."""

from django.apps import AppConfig


class NodeConfig(AppConfig):
    """The node app."""

    name = "taawun.apps.node"
    label = "node"
    default_auto_field = "django.db.models.BigAutoField"
