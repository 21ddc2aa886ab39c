# SPDX-License-Identifier: Apache-2.0
"""ASiC-E containers for courts: files and the signatures that cover them, in one zip (ETSI EN 319 162-1).

Bytes in, bytes out. `pack` writes one container with one XAdES signature; `open_container` reads those of others.
"""
