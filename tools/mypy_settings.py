# SPDX-License-Identifier: Apache-2.0
"""Django's settings for the type checker, which needs a node's home to read them from."""

import os
import tempfile
from pathlib import Path

from taawun.site.home import make_home

_home = Path(tempfile.gettempdir()) / f"taawun-mypy-{os.getuid()}"
make_home(_home, party="PK", name="Types", url="http://localhost:8440")
os.environ["TAAWUN_HOME"] = str(_home)

from taawun.site.settings import *  # noqa: E402, F403 - the settings themselves, once the home exists
