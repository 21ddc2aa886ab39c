# SPDX-License-Identifier: Apache-2.0
"""Compile what reads AIS once, so that the first file does not wait for it: python -m taawun.formats.ais.ready."""

from typing import Final

from taawun.formats.ais.bulk import Bulk

SENTENCE: Final = b"!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4A\n"
"""One position; what it says does not matter."""


def prepare() -> None:
    """Use every kernel once."""
    Bulk().feed(SENTENCE, 0)


if __name__ == "__main__":
    prepare()
