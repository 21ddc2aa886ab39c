# SPDX-License-Identifier: Apache-2.0
"""When an officer last proved who they are in this session, and whether that is recent enough (spec §10.12d).

Kept in the session, which the browser cannot write. Signing in counts as proof.
"""

import time
from typing import Final

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

PROVED: Final = "proved-at"
SIGNED_IN: Final = "signed-in-at"
HAS_FACTOR: Final = "has-second-factor"
LONGEST: Final = 12 * 3600
"""Seconds after which a session ends, however busy it is."""


def sign_in(session: SessionBase) -> None:
    """Remember that the officer signed in now."""
    session[SIGNED_IN] = session[PROVED] = time.time()
    session.pop(HAS_FACTOR, None)


def prove(session: SessionBase) -> None:
    """Remember that the officer proved themselves now."""
    session[PROVED] = time.time()


def is_recent(request: HttpRequest) -> bool:
    """Tell whether the last proof is young enough for an act that cannot be undone."""
    return 0 <= time.time() - request.session.get(PROVED, 0) < settings.NODE.step_up_minutes * 60


def is_over(session: SessionBase) -> bool:
    """Tell whether a session has lasted as long as any may."""
    return time.time() - session.get(SIGNED_IN, 0) > LONGEST
