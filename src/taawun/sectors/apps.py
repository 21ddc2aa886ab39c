# SPDX-License-Identifier: Apache-2.0
"""Plugs in the sectors: each part of a node is told what the declarations say, once, when the node starts."""

from importlib import import_module

from django.apps import AppConfig

from taawun import sectors
from taawun.apps import sector as declared


class SectorsConfig(AppConfig):
    """All sectors of this node."""

    name = "taawun.sectors"
    label = "sectors"

    def ready(self) -> None:
        """Plug in every sector; one that is wrong stops the start and says where."""
        for slug in sectors.found():
            plug(import_module(f"taawun.sectors.{slug}.sector").SECTOR)


def plug(sector: declared.Sector) -> None:
    """Tell the registers its record types, the cases its packs, and the desk its pages.

    Raises:
        BadDeclaration, BadPack: naming the file and the place.
    """
    from taawun.apps.cases import services as cases
    from taawun.apps.people.roles import CATALOGUE
    from taawun.apps.registers import catalogue
    from taawun.formats.packs import load_bundle

    folder = sectors.FOLDER / sector.slug
    catalogue.add_types(folder / "records.yaml")
    cases.add_answers(sector.answers)
    cases.add_packs(load_bundle(folder / "workflows.yaml", CATALOGUE.keys()))
    declared.plug(sector)
