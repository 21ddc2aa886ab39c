# SPDX-License-Identifier: Apache-2.0
"""The desk of one node as a child process: acts come in as JSON lines, answers go out as JSON lines.

Starting Django for each act would take longer than the act. What runs here is what the pages call too:
services and access of the apps. `python -m taawun.site.demo.desk`, with TAAWUN_HOME set.
"""

import json
import sys
from typing import Any

from taawun.kernel.errors import TaawunError
from taawun.site.cli.node import open_node


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
    from taawun.site.demo import case_acts, committee_acts, exercises_acts, liaison_acts, plans_acts, training_acts  # noqa: F401 - offer their acts
    from taawun.site.demo.acts import ACTS

    print(json.dumps({"result": "ready"}), flush=True)  # noqa: T201 - standard output is the channel
    for line in sys.stdin:
        print(json.dumps(answer(line, ACTS), default=str), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
