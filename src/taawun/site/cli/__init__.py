# SPDX-License-Identifier: Apache-2.0
"""The command `taawun`: everything an operator does with a node, and an officer without a browser.

A failure is one line with its code and §, never a traceback. Django is imported by the commands that need a
node, so that help and offline verification start at once.
"""

import os
import sys

from taawun.kernel.errors import TaawunError

__all__ = ["main"]


def main() -> None:
    """Run the command line and leave with its exit code."""
    from taawun.site.cli.app import app

    try:
        app(prog_name="taawun")
    except TaawunError as error:
        _fail(str(error))
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:  # the edge: an operator sees what failed, not where in the code
        if os.environ.get("TAAWUN_TRACEBACK"):
            raise
        _fail(_foreign(error))


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
