# SPDX-License-Identifier: Apache-2.0
"""The colours of TLP 2.0 as the OASIS extension defines them, and of TLP 1 as STIX 2.1 does (spec §85.6, §85.7)."""

from typing import Any, Final

from taawun.kernel.marking import Tlp

EXTENSION: Final = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d"
CREATED: Final = "2022-10-01T00:00:00.000Z"
IDS: Final[dict[Tlp, str]] = {
    Tlp.CLEAR: "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487",
    Tlp.GREEN: "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb",
    Tlp.AMBER: "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421",
    Tlp.AMBER_STRICT: "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003",
    Tlp.RED: "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1",
}
KNOWN: Final[dict[str, Tlp]] = {identifier: colour for colour, identifier in IDS.items()} | {
    "marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9": Tlp.CLEAR,
    "marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da": Tlp.GREEN,
    "marking-definition--f88d31f6-486f-44da-b317-01333bde0b82": Tlp.AMBER,
    "marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed": Tlp.RED,
}
"""Colours by the identifiers of their definitions, of both versions; what it says elsewhere is not read."""
_WORDS: Final[dict[str, Tlp]] = {colour.value: colour for colour in Tlp} | {"white": Tlp.CLEAR}


def definition(colour: Tlp) -> dict[str, Any]:
    """Return the published definition of a colour."""
    return {
        "type": "marking-definition", "spec_version": "2.1", "id": IDS[colour], "created": CREATED,
        "name": f"TLP:{colour.value.upper()}",
        "extensions": {EXTENSION: {"extension_type": "property-extension", "tlp_2_0": colour.value}},
    }  # fmt: skip


def colour_of(said: dict[str, Any]) -> Tlp | None:
    """Return the colour that a definition of somebody's own says, or None where it says none."""
    extension = _within(said.get("extensions"), EXTENSION)
    word = extension.get("tlp_2_0", _within(said, "definition").get("tlp"))
    return _WORDS.get(word.lower()) if isinstance(word, str) else None


def _within(value: object, name: str) -> dict[str, Any]:
    found = value.get(name) if isinstance(value, dict) else None
    return found if isinstance(found, dict) else {}
