# SPDX-License-Identifier: Apache-2.0
"""Founding the node that was described, in a process of its own, by the code of the command line (site/plan.py).

Plan and secrets go to that process through its standard input: not over a command line, not through a file.
"""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from typing import Any, Final

from taawun.site.config import find_home
from taawun.site.first_run.draft import Draft

FOUNDING_SECONDS: Final = 900
"""Longest time a founding may take; a slow machine needs a minute."""


@dataclass(frozen=True, slots=True)
class Failed(Exception):  # carries the node's own error over the process boundary
    """The node could not be founded; nothing was made."""

    code: str
    section: str
    sentence: str
    detail: str


def found_draft(draft: Draft) -> str:
    """Found the node and return the words of its fingerprint.

    Raises:
        Failed: with the error that stopped it.
    """
    asked = {"plan": draft.plan(), "secrets": draft.secrets(), "sample": draft.records == "sample"}
    environ = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    done = subprocess.run(
        [sys.executable, "-m", "taawun.site.first_run.founding"],
        input=json.dumps(asked).encode(),
        env=environ,
        capture_output=True,
        timeout=FOUNDING_SECONDS,
        check=False,
    )
    try:
        said = json.loads(done.stdout)
    except ValueError:
        raise Failed("node.error", "", "Something went wrong.", "") from None
    if "words" in said:
        return str(said["words"])
    raise Failed(**{name: str(said[name]) for name in ("code", "section", "sentence", "detail")})


def main() -> None:
    """Read what is asked from standard input, found the node, and say how it went as one line of JSON."""
    from taawun.kernel.errors import NodeError, TaawunError

    asked = json.load(sys.stdin)
    try:
        said = {"words": _found(asked)}
    except TaawunError as error:
        said = {"code": error.code, "section": error.section, "sentence": error.sentence, "detail": error.detail}
    except Exception as error:  # noqa: BLE001 - the edge: its words may hold an address or a secret
        said = {"code": type(error).__name__, "section": "", "sentence": NodeError.sentence, "detail": ""}
    sys.stdout.write(json.dumps(said) + "\n")


def _found(asked: dict[str, Any]) -> str:
    from taawun.site.cli.secrets import Secrets
    from taawun.site.plan import found_plan

    held = asked["secrets"]
    secrets = Secrets(held["password"], held["passphrase"], ask=False)
    return found_plan(find_home(), asked["plan"], secrets, then=_import_sample if asked["sample"] else None)


def _import_sample(officers: Any) -> None:
    """Queue the import of the extract that ships with Taawun, in the name of an officer who may draft."""
    from taawun.apps.people.access import actor_of
    from taawun.apps.registers.importing.services import import_un_extract
    from taawun.apps.registers.purposes import purposes_of

    for one in officers.values():
        if "sanctions" in purposes_of(one.role_slugs()) and "desk_officer" in one.role_slugs():
            import_un_extract(actor_of(one), "sanctions")
            return


if __name__ == "__main__":
    main()
