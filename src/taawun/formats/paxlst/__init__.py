# SPDX-License-Identifier: Apache-2.0
"""Passenger and crew lists (UN/EDIFACT PAXLST): `read(file)` gives what a carrier sent, `write(...)` writes one.

Read are the messages of the WCO/IATA/ICAO guidelines on advance passenger information, 02B to 12B and later.
"""

from taawun.formats.paxlst.model import (
    ARRIVAL,
    DEPARTURE,
    Ended,
    Entry,
    Flight,
    Kind,
    Listed,
    Message,
    Paper,
    Problem,
    Stop,
    Traveller,
    Wrong,
)
from taawun.formats.paxlst.reading import read
from taawun.formats.paxlst.writing import CREW, PASSENGERS, write

__all__ = [
    "ARRIVAL", "CREW", "DEPARTURE", "PASSENGERS", "Ended", "Entry", "Flight", "Kind", "Listed", "Message", "Paper",
    "Problem", "Stop", "Traveller", "Wrong", "read", "write",
]  # fmt: skip
