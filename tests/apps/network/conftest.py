# SPDX-License-Identifier: Apache-2.0
"""The network is tested on the story of the pages."""

from tests.apps.ui.conftest import sign_in, story, told

__all__ = ["sign_in", "story", "told"]
