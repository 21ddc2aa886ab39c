# SPDX-License-Identifier: Apache-2.0
"""The list of media types that some readers of containers want. No signature covers it, so nothing is read from it."""

from collections.abc import Mapping

from lxml import etree

from taawun.formats.asic.zipping import MEDIA_TYPE

_SPACE = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"


def write(types: Mapping[str, str]) -> bytes:
    """Return `META-INF/manifest.xml` for the files and their media types."""
    root = etree.Element(f"{{{_SPACE}}}manifest", nsmap={"manifest": _SPACE})
    root.set(f"{{{_SPACE}}}version", "1.2")
    for path, media_type in {"/": MEDIA_TYPE, **types}.items():
        entry = etree.SubElement(root, f"{{{_SPACE}}}file-entry")
        entry.set(f"{{{_SPACE}}}full-path", path)
        entry.set(f"{{{_SPACE}}}media-type", media_type)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))
