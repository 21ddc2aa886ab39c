# SPDX-License-Identifier: Apache-2.0
"""The command `taawun`: everything an operator does with a node, and an officer without a browser.

A failure is one line with its code and §, never a traceback. Django is imported by the commands that need a
node, so that help and offline verification start at once.
"""

from functools import partial

__all__ = ["main"]


def main() -> None:
    """Run the command line and leave with its exit code."""
    from taawun.site.cli.app import app
    from taawun.site.cli.saying import saying_errors

    saying_errors(partial(app, prog_name="taawun"))
