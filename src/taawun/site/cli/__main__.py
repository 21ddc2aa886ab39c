# SPDX-License-Identifier: Apache-2.0
"""`python -m taawun.site.cli` is the command `taawun`."""

from taawun.site.cli import main

if __name__ == "__main__":
    main()
