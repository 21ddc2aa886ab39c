# SPDX-License-Identifier: Apache-2.0
"""The acts of TAXII, gathered from the modules that carry them out: what is held here, and the servers of others."""

from taawun.apps.taxii.holding import (
    close_collection,
    create_client,
    create_collection,
    end_client,
    forget_statuses,
    publish,
    refuse,
    settle,
)
from taawun.apps.taxii.polling import Wish, add_server, end_server, go
from taawun.apps.taxii.withdrawing import withdraw

__all__ = [
    "Wish",
    "add_server",
    "close_collection",
    "create_client",
    "create_collection",
    "end_client",
    "end_server",
    "forget_statuses",
    "go",
    "publish",
    "refuse",
    "settle",
    "withdraw",
]
