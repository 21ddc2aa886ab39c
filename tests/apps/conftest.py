# SPDX-License-Identifier: Apache-2.0
"""Fixtures for tests of apps."""

from collections.abc import Iterator

import pytest

from taawun.apps.people import keyfiles, wrapping


@pytest.fixture(autouse=True)
def _quick_secrets(monkeypatch: pytest.MonkeyPatch, settings) -> Iterator[None]:
    """Stretch passphrases and passwords as little as scrypt allows: tests make hundreds of officers."""
    monkeypatch.setattr(wrapping, "COST", wrapping.Cost(n=2, r=8, p=1))
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    yield
    for file in keyfiles.folder().glob("*.pem"):  # keys of rows that this test's rollback took away
        file.unlink()
