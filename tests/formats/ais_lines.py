# SPDX-License-Identifier: Apache-2.0
"""Sentences made up for tests: written by pyais from fields of our own, with tag blocks and faults put in by hand."""

from functools import reduce
from operator import xor
from pathlib import Path

from pyais.encode import encode_dict

REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "ais"
MADE_UP = 408999001
"""An MMSI of Bahrain's digits that no test vessel shares with a real one on purpose."""


def position(mmsi: int = MADE_UP, lat: float = 26.5, lon: float = 51.5, kind: int = 1, **more: float) -> bytes:
    said = {"type": kind, "msg_type": kind, "mmsi": mmsi, "lat": lat, "lon": lon}
    said |= {"speed": 4.2, "course": 91.5, "heading": 90} | more
    return encode_dict(said, talker_id="AI", sentence_type="VDM", radio_channel="A")[0].encode()


def voyage(mmsi: int = MADE_UP, sequence: int = 1, **more: object) -> list[bytes]:
    said = {"type": 5, "mmsi": mmsi, "imo": 9074729, "shipname": "SAMPLE DHOW", "callsign": "A9TEST", "ship_type": 70}
    parts = encode_dict(said | more, talker_id="AI", sentence_type="VDM", radio_channel="B", seq_id=sequence)
    return [part.encode() for part in parts]


def tagged(line: bytes, block: bytes) -> bytes:
    return b"\\" + block + f"*{reduce(xor, block):02X}".encode() + b"\\" + line


def summed(body: bytes) -> bytes:
    return b"!" + body + f"*{reduce(xor, body):02X}".encode()
