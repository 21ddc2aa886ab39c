# SPDX-License-Identifier: Apache-2.0
"""Arabic: Western digits, the Arabic comma, the week begins on Sunday."""

from taawun.apps.ui.formats.common import *  # noqa: F403

DATETIME_FORMAT = "j F Y، H:i"
SHORT_DATETIME_FORMAT = "j M Y، H:i"
FIRST_DAY_OF_WEEK = 0
