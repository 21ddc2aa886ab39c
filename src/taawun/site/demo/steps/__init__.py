# SPDX-License-Identifier: Apache-2.0
"""The steps of the story in their order: area after area. A capability adds its module and its line here.

What they are played beside stands below: a line is what must follow one another, since later steps need what earlier
ones did, or since the same officer is at a browser in both and has one language.
"""

from types import ModuleType
from typing import Final

from taawun.site.demo.run import Line, Step
from taawun.site.demo.steps import (
    border_security,
    coast_guard,
    committee,
    consents,
    counter_narcotics,
    counter_terrorism,
    deconfliction,
    exchange,
    exercises,
    extradition,
    immigration,
    legal_assistance,
    liaison,
    memoranda,
    names,
    plans,
    police_training,
    un_list,
    waiting,
    worker_protection,
    worker_wages,
)

AREAS: Final = (
    exchange,
    consents,
    un_list,
    names,
    legal_assistance,
    extradition,
    border_security,
    coast_guard,
    counter_narcotics,
    counter_terrorism,
    immigration,
    police_training,
    worker_wages,
    worker_protection,
    committee,
    memoranda,
    liaison,
    deconfliction,
    exercises,
    plans,
    waiting,  # the last word, so that it stands first on My day
)


def _steps(area: ModuleType) -> tuple[Step, ...]:
    return tuple(Step(area.AREA, name, show) for name, show in area.STEPS)


def _line(*areas: ModuleType, comparing: bool = False) -> Line:
    return Line(tuple(step for area in areas for step in _steps(area)), comparing)


STEPS: Final = tuple(step for area in AREAS for step in _steps(area))
PARTS: Final = (
    # Nodes are founded, paired, stopped and killed: nothing goes on beside that.
    (_line(exchange, consents),),
    # Areas that know nothing of one another. Those that need no comparison come first: that is still being compiled.
    (
        _line(legal_assistance, extradition, committee, memoranda),
        _line(plans),
        _line(un_list, coast_guard, counter_narcotics, counter_terrorism, deconfliction, comparing=True),
        _line(worker_wages, worker_protection, comparing=True),
        _line(immigration, comparing=True),
        _line(border_security, comparing=True),
        _line(police_training, liaison, comparing=True),
    ),
    # Manama is stopped once more, and figures of both nodes must stay as they are; the screening of names has no node.
    (_line(exercises), _line(names, comparing=True)),
    (_line(waiting),),
)
"""Parts follow one another; the lines of a part are played side by side, two at a time."""
