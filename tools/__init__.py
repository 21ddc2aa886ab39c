# SPDX-License-Identifier: Apache-2.0
"""Small generators and checkers. Each runs alone; `make check` runs all of them, `make fix` writes again."""
