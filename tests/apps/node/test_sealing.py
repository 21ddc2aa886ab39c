# SPDX-License-Identifier: Apache-2.0
"""A sealed file opens whole for its passphrase, and for nothing else."""

import io

import pytest

from taawun.apps.node import sealing
from taawun.apps.node.sealing import Opener, Sealer
from taawun.kernel.errors import BadBackup

PASSPHRASE = "nine herons over the harbour"
CONTENTS = {
    "nothing": b"",
    "names in three scripts": "Amina Qureshi آمنہ قریشی أمينة القرشي".encode(),
    "one piece to the byte": b"x" * 64,
    "many pieces": bytes(range(256)) * 40,
}


@pytest.fixture(autouse=True)
def _small_pieces(monkeypatch):
    monkeypatch.setattr(sealing, "PIECE_BYTES", 64)


def sealed(content, passphrase=PASSPHRASE):
    file = io.BytesIO()
    sealer = Sealer(file, passphrase)
    sealer.write(content)
    sealer.close()
    return file.getvalue()


def opened(data, passphrase=PASSPHRASE):
    opener = Opener(io.BytesIO(data), passphrase)
    return opener.read()


@pytest.mark.parametrize("content", CONTENTS.values(), ids=CONTENTS)
def test_what_was_sealed_opens_as_it_was(content):
    data = sealed(content)
    assert opened(data) == content
    assert not content or content not in data


def broken():
    data = sealed(CONTENTS["many pieces"])
    head = data.index(b"\n") + 1
    piece = 4 + 64 + 16
    return {
        "another passphrase": (data, "nine herons over the harbor"),
        "cut off after a piece": (data[: head + 3 * piece], PASSPHRASE),
        "cut off inside a piece": (data[: head + 100], PASSPHRASE),
        "two pieces changed about": (
            data[:head] + data[head + piece : head + 2 * piece] + data[head : head + piece] + data[head + 2 * piece :],
            PASSPHRASE,
        ),
        "one byte changed": (data[:-5] + bytes([data[-5] ^ 1]) + data[-4:], PASSPHRASE),
        "something added": (data + b"\0" * 84, PASSPHRASE),
        "another head": (data.replace(b'"p": ', b'"p":  ', 1), PASSPHRASE),
        "costs beyond all limits": (
            b'{"format":"taawun-backup/1","n":9999999999,"r":8,"p":1}\n' + data[head:],
            PASSPHRASE,
        ),
        "no backup at all": (b"hello", PASSPHRASE),
        "nothing": (b"", PASSPHRASE),
    }


NAMES = (
    "another passphrase", "cut off after a piece", "cut off inside a piece", "two pieces changed about",
    "one byte changed", "something added", "another head", "costs beyond all limits", "no backup at all", "nothing",
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_anything_else_is_refused(name):
    data, passphrase = broken()[name]
    with pytest.raises(BadBackup):
        opened(data, passphrase)
