# SPDX-License-Identifier: Apache-2.0
"""MMSI and IMO numbers: shape, country, check digit, and the seven zeros that pass it."""

import csv
import gzip
from collections import Counter

import pytest

from taawun.formats.ais.identity import Imo, country_of, imo_of, is_mmsi, is_ship
from tests.formats.ais_lines import REAL

IMO = {
    "a good one": ("IMO9074729", Imo.GOOD),
    "without its letters": ("9074729", Imo.GOOD),
    "a digit changed": ("IMO9074728", Imo.DIGIT),
    "seven zeros": ("IMO0000000", Imo.ZEROS),
    "nine digits": ("IMO999975000", Imo.SHAPE),
    "words": ("none", Imo.SHAPE),
    "Arabic digits": ("٩٠٧٤٧٢٩", Imo.SHAPE),
    "nothing": ("", Imo.SHAPE),
}
MMSI = {
    "a ship of Bahrain": ("408999001", "BH", True),
    "a ship of Pakistan": ("463999001", "PK", True),
    "a coast station": ("004089990", "BH", False),
    "a group of ships": ("046399900", "PK", False),
    "a handset": ("840899900", "BH", False),
    "an aircraft in search": ("111463999", "PK", False),
    "a daughter craft": ("984089990", "BH", False),
    "a distress transmitter": ("970012345", "", False),
    "digits of no country": ("200123456", "", True),
    "eight digits": ("40899900", "", False),
    "all alike": ("000000000", "", False),
    "letters": ("40899900A", "", False),
}


@pytest.mark.parametrize(("text", "expected"), IMO.values(), ids=IMO)
def test_an_imo_number_is_checked(text, expected):
    assert imo_of(text) is expected


@pytest.mark.parametrize(("text", "country", "ship"), MMSI.values(), ids=MMSI)
def test_an_mmsi_tells_its_country(text, country, ship):
    assert (country_of(text), is_ship(text)) == (country, ship)


def test_real_rows_fail_as_they_are_known_to():
    path = REAL / "noaa_20230101.csv.gz"
    if not path.exists():
        pytest.skip("noaa_20230101.csv.gz does not lie beside the project")
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    found = Counter(imo_of(row["IMO"]) for row in rows if row["IMO"])
    assert (found.total(), found[Imo.SHAPE] + found[Imo.DIGIT], found[Imo.ZEROS]) == (442, 33, 22)
    assert sum(not is_mmsi(row["MMSI"]) for row in rows) == 2
