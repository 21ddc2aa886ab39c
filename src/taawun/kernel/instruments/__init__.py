# SPDX-License-Identifier: Apache-2.0
"""Instruments: treaties, memoranda and models as data that is checked when it loads and then only read (spec 65)."""

from taawun.kernel.instruments.load import load_pack
from taawun.kernel.instruments.pack import Conflict, Fact, Pack, PartyPart, Quota, SourceNote, Statement, Status
from taawun.kernel.instruments.problems import SENTENCES, Problem

__all__ = [
    "SENTENCES",
    "Conflict",
    "Fact",
    "Pack",
    "PartyPart",
    "Problem",
    "Quota",
    "SourceNote",
    "Statement",
    "Status",
    "load_pack",
]
