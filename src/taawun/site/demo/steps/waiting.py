# SPDX-License-Identifier: Apache-2.0
"""The story ends with something to do: a question of Manama waits on the first page of an officer in Islamabad."""

from collections.abc import Callable
from contextlib import closing
from typing import Final

from taawun.site.demo import cast
from taawun.site.demo.browsing import signed_in
from taawun.site.demo.nodes import NotSeen, until
from taawun.site.demo.run import Story

AREA: Final = "exchange"


def asked(story: Story) -> str:
    """Manama asks about the seizure; the question stands on My day of whom it waits for."""
    (release,) = story.bh.act(
        "release_message", username="khalid", text=cast.REQUEST, language="en", to=["PK"], about=story.facts["envelope"]
    )
    story.bh.act("approve", username="maryam", releases=[release])
    (envelope,) = story.bh.act("send", username="khalid", releases=[release])
    path = f"/envelopes/{envelope}/"
    with closing(signed_in(story.pk, cast.ANSWERING)) as officer:
        page = until(lambda: officer.get("/").text, lambda found: path in found, f"{path} on My day")
    if page.count(path) != 1:
        raise NotSeen(f"{path} stands {page.count(path)} times on My day.")
    story.facts["waiting"] = path
    return f"{story.pk.url}{path} waits for {cast.ANSWERING}"


STEPS: Final[tuple[tuple[str, Callable[[Story], str]], ...]] = (
    ("A question of Manama waits for an officer in Islamabad", asked),
)
