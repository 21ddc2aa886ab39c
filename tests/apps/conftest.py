# SPDX-License-Identifier: Apache-2.0
"""Fixtures for tests of apps."""

from collections.abc import Iterator

import pytest
from django.test import TestCase, override_settings
from pytest_django import DjangoDbBlocker

from taawun.apps.people import keyfiles, wrapping


@pytest.fixture(autouse=True, scope="module")
def _quick_secrets() -> Iterator[None]:
    """Stretch passphrases and passwords as little as scrypt allows: tests make hundreds of officers."""
    hashers = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with pytest.MonkeyPatch.context() as patch, override_settings(PASSWORD_HASHERS=hashers):
        patch.setattr(wrapping, "COST", wrapping.Cost(n=2, r=8, p=1))
        yield


@pytest.fixture(autouse=True)
def _keys_as_they_were() -> Iterator[None]:
    """Take away the keys of rows that this test's rollback took away, and put back those that it changed."""
    before = {file: file.read_bytes() for file in keyfiles.folder().glob("*.pem")}
    yield
    for file in keyfiles.folder().glob("*.pem"):
        if file not in before:
            file.unlink()
    for file, data in before.items():
        if not file.exists() or file.read_bytes() != data:
            file.write_bytes(data)


@pytest.fixture(scope="module")
def world(_quick_secrets: None, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[DjangoDbBlocker]:
    """A transaction around the tests of a module: rows written in it are seen by each of them, inside a savepoint.

    For modules without transactional tests. The database is open only inside `world.unblock()`.
    """
    with django_db_blocker.unblock():
        blocks = TestCase._enter_atomics()  # type: ignore[attr-defined]
    yield django_db_blocker
    with django_db_blocker.unblock():
        TestCase._rollback_atomics(blocks)  # type: ignore[attr-defined]
    for file in keyfiles.folder().glob("*.pem"):
        file.unlink()
