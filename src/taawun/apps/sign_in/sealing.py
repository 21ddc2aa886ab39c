# SPDX-License-Identifier: Apache-2.0
"""Seals the seeds of second factors, so that a copy of the database opens no account (spec §10.12b).

The key is derived from the node's session secret, a file of mode 0600 that a backup of the database does not hold.
"""

import base64
from functools import cache

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


def seal(text: str) -> str:
    """Return a seed as it is stored."""
    return _fernet(settings.SECRET_KEY).encrypt(text.encode()).decode()


def unseal(text: str) -> str:
    """Return a seed that was sealed."""
    return _fernet(settings.SECRET_KEY).decrypt(text.encode()).decode()


@cache
def _fernet(secret: str) -> Fernet:
    key = HKDF(SHA256(), length=32, salt=None, info=b"taawun second factors").derive(secret.encode())
    return Fernet(base64.urlsafe_b64encode(key))
