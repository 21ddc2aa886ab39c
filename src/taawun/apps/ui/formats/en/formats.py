# SPDX-License-Identifier: Apache-2.0
"""English: dates as both ministries write them, not the American order."""

from taawun.apps.ui.formats.common import *  # noqa: F403

DATETIME_FORMAT = "j F Y, H:i"
SHORT_DATETIME_FORMAT = "j M Y, H:i"
FIRST_DAY_OF_WEEK = 1
