# SPDX-License-Identifier: Apache-2.0
"""The desk of one node as a child process: acts come in as JSON lines, answers go out as JSON lines.

Starting Django for each act would take longer than the act. What runs here is what the pages call too:
services and access of the apps. `python -m taawun.site.demo.desk`, with TAAWUN_HOME set.
"""

import json
import sys
from importlib import import_module
from typing import Any, Final

from taawun.kernel.errors import TaawunError
from taawun.site.cli.node import open_node

OFFERING: Final = (
    "case_acts",
    "committee_acts",
    "consent_acts",
    "deconfliction_acts",
    "exercises_acts",
    "liaison_acts",
    "plans_acts",
    "training_acts",
)
"""Modules that add to the acts that are offered."""


def answer(line: str, acts: dict[str, Any]) -> dict[str, Any]:
    """Return the answer to one line: what the act returned, or the error with its code and §."""
    asked = json.loads(line)
    try:
        return {"result": acts[asked["act"]](**asked["arguments"])}
    except TaawunError as error:
        return {"error": {"code": error.code, "section": error.section, "said": str(error)}}


def main() -> None:
    """Answer until standard input ends."""
    open_node()
    for name in OFFERING:
        import_module(f"taawun.site.demo.{name}")
    from taawun.site.demo.acts import ACTS

    print(json.dumps({"result": "ready"}), flush=True)  # noqa: T201 - standard output is the channel
    for line in sys.stdin:
        print(json.dumps(answer(line, ACTS), default=str), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
