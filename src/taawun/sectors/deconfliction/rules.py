# SPDX-License-Identifier: Apache-2.0
"""The rules of this sector over the data of its records: areas of which operations keep clear (spec §80.40)."""

from collections.abc import Iterator

from taawun.apps.maps.shapes import area_in
from taawun.apps.sector import Data, Level, Remark


def check_area(data: Data) -> Iterator[Remark]:
    """Refuse an area that is none, and warn of days that are turned round and of nobody to ask."""
    if data.get("area") and area_in(str(data["area"])) is None:
        yield Remark(
            "keep-clear.none", "area", "This is no area. Give three or more corners, or a place and a radius.",
            Level.REFUSED,
        )  # fmt: skip
    if data.get("end") and str(data["end"]) < str(data.get("start", "")):
        yield Remark("keep-clear.ends-early", "end", "It ends before it begins.")
    if not data.get("ask"):
        yield Remark("keep-clear.nobody", "ask", "It is not said whom to ask before working there.", Level.NOTE)


def is_area(text: str) -> bool:
    """Tell whether a text states an area."""
    return area_in(text) is not None
