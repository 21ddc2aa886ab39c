# SPDX-License-Identifier: Apache-2.0
"""When a compiled kernel that is kept on disk is out of date.

numba looks at the file of the kernel alone, and not at those of the functions that it calls. A kernel that closes
over the stamp of its modules is compiled anew when one of them changes.
"""

import zlib
from pathlib import Path
from types import ModuleType


def stamp(*modules: ModuleType) -> int:
    """Return a number that changes with the sources of these modules, not negative."""
    total = 0
    for module in modules:
        if module.__file__:
            total = zlib.crc32(Path(module.__file__).read_bytes(), total)
    return total
