# SPDX-License-Identifier: Apache-2.0
"""How long the stories are told: short in `make test`, long with TAAWUN_TEST_THOROUGH=1."""

import os

from hypothesis import HealthCheck, settings

DEEP = os.environ.get("TAAWUN_TEST_THOROUGH") == "1"


def told(examples: int, steps: int = 30) -> settings:
    """Return settings for about `examples` short stories, or a hundred times as many when deep."""
    return settings(
        max_examples=examples * 100 if DEEP else examples,
        stateful_step_count=steps * 3 if DEEP else steps,
        deadline=None,
        print_blob=True,
        suppress_health_check=list(HealthCheck),
    )
