# SPDX-License-Identifier: Apache-2.0
"""A backup is made from the page, of what is committed: so this test commits, and founds its node anew."""

import pytest

from taawun.apps.audit.models import Line
from taawun.apps.exchange.services import own_words
from taawun.apps.node.archive import read_backup
from taawun.apps.node.models import Backup
from taawun.apps.node.services import folder
from taawun.apps.people.models import Officer
from tests.apps.exchange.conftest import founding

PASSPHRASE = "nine herons over the harbour"


@pytest.fixture
def officers(transactional_db) -> dict[str, Officer]:
    """The node's officers, founded anew."""
    return founding()


def text(answer):
    return answer.content.decode()


@pytest.fixture
def backups():
    """The folder of backups, emptied afterwards."""
    yield folder()
    for path in folder().iterdir():
        path.unlink()


def test_a_backup_made_from_the_page_can_be_read_and_fetched(officers, operator, backups):
    answer = operator.post("/node/backup/", {"passphrase": PASSPHRASE, "again": PASSPHRASE}, follow=True)
    assert "was made and read again" in text(answer)
    made = Backup.objects.get()
    assert read_backup(backups / made.file, PASSPHRASE).words == own_words()
    fetched = operator.get(f"/node/backup/{made.id}/")
    data = b"".join(fetched.streaming_content)
    assert data == (backups / made.file).read_bytes()
    assert PASSPHRASE.encode() not in data
    assert Line.objects.filter(act="backup.fetched", object_id=made.digest).exists()
