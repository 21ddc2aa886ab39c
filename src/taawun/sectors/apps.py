# SPDX-License-Identifier: Apache-2.0
"""Plugs in the sectors: each part of a node is told what the declarations say, once, when the node starts."""

from collections.abc import Callable
from functools import partial
from importlib import import_module

from django.apps import AppConfig

from taawun import sectors
from taawun.apps import sector as declared
from taawun.apps.safeguards import Sought


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
        BadDeclaration: naming the file and the place. A pack that is wrong stops a node as it begins to serve.
    """
    from taawun.apps import safeguards
    from taawun.apps.cases import services as cases
    from taawun.apps.people.roles import CATALOGUE
    from taawun.apps.registers import catalogue
    from taawun.formats.packs import load_bundle

    folder = sectors.FOLDER / sector.slug
    catalogue.add_types(folder / "records.yaml")
    cases.add_answers(sector.answers)
    cases.add_packs(partial(load_bundle, folder / "workflows.yaml", CATALOGUE.keys()))
    declared.plug(sector)
    if sector.safeguard:
        safeguards.add(sector.slug, _asked(sector.safeguard))


def _asked(where: str) -> Callable[[Sought], bool]:
    """Return the function of a sector that says whom its safeguard holds, imported when it is first asked."""
    module, _, name = where.partition(":")
    return lambda sought: bool(getattr(import_module(module), name)(sought))
