# SPDX-License-Identifier: Apache-2.0
"""Make the facts-only extract of the UN Security Council consolidated list that ships with the project.

    python tools/extract_un.py LIST.xml[.gz] [--check]

Without a list, --check tells only whether the extract can be read. These are real people. Nothing is added to
what the list says, and its narrative is left out.
"""

import gzip
import sys
from contextlib import closing
from pathlib import Path
from typing import IO

from taawun.formats import un_extract, un_list

MOST_BYTES = 300_000


def open_list(path: Path) -> IO[bytes]:
    """Open a list, compressed or not."""
    return gzip.open(path) if path.suffix == ".gz" else path.open("rb")  # type: ignore[return-value]  # same reading


def main(arguments: list[str]) -> int:
    """Write the extract, or with --check tell whether it is what the list gives."""
    paths = [Path(text) for text in arguments if not text.startswith("--")]
    if not paths and len(arguments) == 1:  # nothing to compare with: that the extract can be read is all
        return 0 if list(un_extract.shipped()) else 1
    if len(paths) != 1:
        print(__doc__)
        return 2
    with closing(open_list(paths[0])) as file:
        data = un_extract.write(un_list.read(file))
    if len(data) > MOST_BYTES:
        print(f"{len(data)} bytes; at most {MOST_BYTES} may ship")
        return 1
    if "--check" in arguments:
        return 0 if gzip.decompress(un_extract.FILE.read_bytes()) == gzip.decompress(data) else 1
    un_extract.FILE.write_bytes(data)
    print(f"{un_extract.FILE.name}: {len(data)} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
