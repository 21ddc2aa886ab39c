# SPDX-License-Identifier: Apache-2.0
"""What the pages of this sector are opened with in the walks over all pages."""

import io

from taawun.apps.people.access import actor_of
from taawun.sectors.coast_guard import services
from tests.apps.ui.story import NOW, Story
from tests.formats.ais_lines import voyage


def addresses(story: Story) -> dict[str, list[object]]:
    """Return the arguments of each address, by its name."""
    file = io.BytesIO(b"\n".join(voyage()) + b"\n")
    feed = services.take_file(actor_of(story.officers["asma"]), file, "coast-guard", name="sample.nmea", at=NOW)
    return {"coast_guard:take-away": [feed.id]}
