# SPDX-License-Identifier: Apache-2.0
"""Officers of every sector keep their keys by passphrases that cost nothing to stretch."""

from tests.apps.conftest import _quick_secrets

__all__ = ["_quick_secrets"]
