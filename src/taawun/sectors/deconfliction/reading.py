# SPDX-License-Identifier: Apache-2.0
"""What a lead types, read: a place as "26.2 50.6", corners as "26.1 50.4; 26.4 50.4", a circle as "26.2 50.6 3 nm".

Latitude comes first, as charts have it; digits may be of any of the three scripts.
"""

import re
from typing import Final

from taawun.engines.deconfliction.places import Form, Place
from taawun.kernel.errors import BadPlace

CHARACTERS: Final = 6_000
"""Longest text of a place."""
SENTENCES: Final = {
    "written": "Write latitude first, then longitude, such as 26.2 50.6; put a semicolon between several places.",
}
METRES: Final = {"m": 1.0, "km": 1_000.0, "nm": 1_852.0}
_SIGNS: Final = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫،؛", "01234567890123456789.,;")
_NUMBER: Final = r"[-+]?\d{1,3}(?:\.\d{1,9})?"
_PAIR: Final = re.compile(rf"({_NUMBER})\s*[\s,]\s*({_NUMBER})")
_CIRCLE: Final = re.compile(rf"({_NUMBER})\s*[\s,]\s*({_NUMBER})\s*[\s,]\s*(\d{{1,4}}(?:\.\d{{1,3}})?)\s*(km|nm)", re.I)


def read_place(text: str, *, line: bool, radius: float, unit: str) -> Place:
    """Return the place that a person typed.

    Args:
        text: one place, several, or a circle, whose radius counts instead of `radius`.
        line: whether three or more places are a line and no area.
        radius: around it, in `unit` ("km" or "nm").
        unit: of METRES.

    Raises:
        BadPlace.
    """
    plain = text.translate(_SIGNS).strip()
    if not plain or len(plain) > CHARACTERS or unit not in METRES:
        raise BadPlace(SENTENCES["written"])
    around = _CIRCLE.fullmatch(plain)
    if around:
        lat, lon, far = (float(one) for one in around.groups()[:3])
        return Place.of(Form.POINT, [(lon, lat)], far * METRES[around[4].lower()])
    pairs = [_PAIR.fullmatch(one.strip()) for one in re.split(r"[;\n]", plain) if one.strip()]
    if not pairs or not all(pairs):
        raise BadPlace(SENTENCES["written"])
    places = [(float(one[2]), float(one[1])) for one in pairs if one]
    form = Form.POINT if len(places) == 1 else Form.LINE if line or len(places) == 2 else Form.AREA
    return Place.of(form, places, radius * METRES[unit])
