# SPDX-License-Identifier: Apache-2.0
"""Passwords of a rehearsal on one machine, stretched as little as scrypt allows (setting `stretching`).

A demonstration and tests found dozens of invented officers. A node that others reach is refused with this setting.
"""

from django.contrib.auth.hashers import ScryptPasswordHasher


class LightHasher(ScryptPasswordHasher):
    """Django's scrypt with parameters that cost nothing."""

    work_factor = 2
    parallelism = 1
