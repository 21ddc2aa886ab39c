# SPDX-License-Identifier: Apache-2.0
"""How a process of a node ends when it fails: one line with the code and § of the error, never a traceback."""

import os
import sys
from collections.abc import Callable

from taawun.kernel.errors import TaawunError


def saying_errors(work: Callable[[], object]) -> None:
    """Do something; where it fails, say why and leave with exit code 1."""
    try:
        work()
    except TaawunError as error:
        _fail(spoken(error))
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:  # the edge: an operator sees what failed, not where in the code
        if os.environ.get("TAAWUN_TRACEBACK"):
            raise
        _fail(_foreign(error))


def spoken(error: TaawunError) -> str:
    """Return an error as one line, its sentence in the language of the terminal; the rest stays as it is."""
    from taawun.site.cli.tongue import say

    return str(error).replace(error.sentence, say(error.sentence), 1)


def _foreign(error: Exception) -> str:
    """Return a line for an error that is not ours; its own words only where they are about this machine."""
    said = f": {error}" if isinstance(error, OSError) else ""
    if type(error).__module__.startswith(("django.db", "psycopg", "sqlite3")):
        said = ": the database does not answer or is not migrated; try `taawun doctor`"
    return f"{type(error).__name__}{said}. Set TAAWUN_TRACEBACK=1 to see where."


def _fail(line: str) -> None:
    from taawun.site.cli.output import complain

    complain(line)
    sys.exit(1)
