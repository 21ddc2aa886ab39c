# SPDX-License-Identifier: Apache-2.0
"""A network as tables and as JSON: nodes with markings, links with the fields on which they stand (spec §80.31)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from taawun.apps.network.access import Network, Node
from taawun.apps.network.linking import Kind, Why
from taawun.kernel import marking as marks
from taawun.kernel.marking.codes import strictest

FORMAT: Final = "taawun-network/1"


@dataclass(frozen=True, slots=True)
class NodeRow:
    """A node in the table: its links here, how many more neighbours it has if it was opened, and how to open it."""

    node: Node
    number: int
    links: int
    opened: bool
    rest: int
    expand: str


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A link in the table: both nodes and the grounds, the strongest kind first."""

    a: Node
    b: Node
    whys: tuple[Why, ...]

    @property
    def kind(self) -> Kind:
        """Return the kind that is drawn."""
        return min((why.kind for why in self.whys), key=list(Kind).index)


@dataclass(frozen=True, slots=True)
class Rows:
    """Both tables of a network."""

    nodes: tuple[NodeRow, ...]
    links: tuple[LinkRow, ...]


def rows_of(found: Network, kept: Sequence[tuple[str, Any]]) -> Rows:
    """Return the tables; `kept` is the query that an expanding link adds to."""
    counts = Counter(end for link in found.links for end in (link.a, link.b))
    nodes = tuple(
        NodeRow(
            node=node,
            number=number,
            links=counts[node.id],
            opened=node.id in found.opened,
            rest=found.rest.get(node.id, 0),
            expand="?" + urlencode([*kept, ("open", node.id)]),
        )
        for number, node in enumerate(found.nodes.values(), start=1)
    )
    links = tuple(LinkRow(found.nodes[link.a], found.nodes[link.b], link.whys) for link in found.links)
    return Rows(nodes, links)


def exported(found: Network, purpose: str) -> dict[str, Any]:
    """Return the network as JSON: what it was looked at for, each node with its marking, each link with its grounds."""
    return {
        "format": FORMAT,
        "purpose": purpose,
        "start": found.start,
        "left_out": found.left_out,
        "reason": found.included.reason if found.included else "",
        "nodes": [_node(node) for node in found.nodes.values()],
        "links": [
            {"a": link.a, "b": link.b, "kind": str(LinkRow(found.nodes[link.a], found.nodes[link.b], link.whys).kind),
             "why": [{"kind": str(why.kind), "fields": list(why.fields), "value": why.value} for why in link.whys]}
            for link in found.links
        ],
    }  # fmt: skip


def marks_of(found: Network, purpose: str) -> str:
    """Return, in one line for a picture, the narrowest colour, all handling codes and the purpose."""
    seen = [node.marking.whole() for node in found.nodes.values() if node.marking]
    colour = f"TLP:{strictest([one.tlp for one in seen])}".upper() if seen else ""
    codes = sorted({str(code) for one in seen for code in one.handling})
    return " ".join(part for part in (colour, *codes, purpose) if part)


def _node(node: Node) -> dict[str, Any]:
    marking = marks.to_wire(node.marking) if node.marking else None
    return {
        "id": node.id,
        "type": node.type,
        "case": node.is_case,
        "caption": node.caption,
        "day": node.day,
        "marking": marking,
    }
