# SPDX-License-Identifier: Apache-2.0
"""A kind of case as one pack has it: workflow, contents, gates and clocks together (spec §60.2)."""

from collections.abc import Mapping
from dataclasses import dataclass

from taawun.kernel.cases.clocks import ClockRule
from taawun.kernel.cases.contents import Element
from taawun.kernel.cases.gates import Gate
from taawun.kernel.cases.words import Words
from taawun.kernel.cases.workflow import Workflow


@dataclass(frozen=True, slots=True)
class KindPart:
    """One kind of case as a pack declares it."""

    slug: str
    title: Words
    workflow: Workflow
    elements: Mapping[str, Element]
    gates: Mapping[str, Gate]
    clocks: Mapping[str, ClockRule]


@dataclass(frozen=True, slots=True)
class CaseKind(KindPart):
    """What `kernel/instruments` makes of one kind of one pack, and what each case of it freezes: with its pack."""

    pack: str
    pack_version: int
    pack_digest: str
