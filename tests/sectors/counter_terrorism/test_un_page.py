# SPDX-License-Identifier: Apache-2.0
"""The page of the United Nations list: what a version brought and took away, and alerts withdrawn with it (§85.10)."""

from datetime import timedelta

import pytest
from django.utils import translation

from taawun.apps.identity import words
from taawun.apps.identity.models import Alert
from taawun.apps.identity.watching import services as watching
from taawun.apps.identity.watching.services import Terms
from taawun.apps.people.access import actor_of
from taawun.apps.registers import services as registers
from taawun.apps.registers.importing import files
from taawun.apps.registers.importing import services as importing
from taawun.apps.registers.templatetags.registers import version_reason
from taawun.apps.ui.templatetags.desk import partial_date
from taawun.sectors.counter_terrorism import sector
from tests.apps.identity.making import REVIEW, work
from tests.apps.identity.test_delisting import ENTRIES, un_list
from tests.apps.making import T0
from tests.apps.registers.making import marking
from tests.sectors.counter_terrorism.test_pages import PURPOSE, opened, page

pytestmark = pytest.mark.django_db
LATER = T0 + timedelta(days=1)
NAMED = "أحمد خالد منصور"


@pytest.fixture
def take(analyst, tmp_path, monkeypatch):
    """Import a version of the list; its entries are of a grade."""
    monkeypatch.setattr(files, "folder", lambda: tmp_path)

    def taken(*references, at=T0, source="B", information=2):
        graded = marking(purposes={PURPOSE}, source=source, information=information)
        importing.import_un_list(actor_of(analyst), un_list(*references), PURPOSE, marking=graded, at=at)
        work(at)

    return taken


def watched(analyst) -> None:
    """Watch the list, and state somebody whose name is like an entry of it."""
    actor = actor_of(analyst)
    terms = Terms(title="فہرست / قائمة", threshold=0.6, review=REVIEW, source="un")
    watching.create_list(actor, terms, PURPOSE, at=T0)
    about = marking(purposes={PURPOSE}, persons={"suspect"})
    registers.draft_record(actor, "person", {"name": [NAMED]}, about, PURPOSE, at=T0)
    work()


def counts(shown: str) -> list[str]:
    """Return what came, changed and went by each version, newest first."""
    rows = shown.partition("<tbody>")[2].partition("</tbody>")[0]
    return [one.partition("<")[0] for one in rows.split('class="number">')[1:]]


def test_a_delisting_is_shown_beside_the_alert_that_it_withdrew(take, analyst):
    take(*ENTRIES)
    watched(analyst)
    browser = opened(analyst, "ur")
    alert = f"/{Alert.objects.get().id}/"
    shown = page(browser, "un-list")
    assert alert in shown
    assert shown.count("<h2>") == 2, "nothing has gone yet"
    with translation.override("ur"):
        assert f">{words.ALERT_STATES['raised'].label}<" in shown, "how the alert stands, in words"
    assert counts(shown) == ["3", "0", "0"]
    take("XXi.002", "YYi.001", at=LATER)
    shown = page(browser, "un-list")
    assert counts(shown) == ["0", "0", "1", "3", "0", "0"]
    assert shown.count("<h2>") == 3
    with translation.override("ur"):
        assert partial_date(LATER.date().isoformat()) in shown, "the day of the delisting in the reader's words"
    assert Alert.objects.get().state == "closed"
    third = [at for at in range(len(shown)) if shown.startswith("<h2>", at)][2]
    assert shown.index(alert) > third


def test_a_list_that_is_graded_x4_never_alerts(take, analyst):
    take(*ENTRIES, source="X", information=4)
    watched(analyst)
    assert not Alert.objects.exists()
    shown = page(opened(analyst, "ar"), "un-list")
    assert counts(shown) == ["3", "0", "0"]
    assert "/identity/alerts/" not in shown.partition("<main")[2]


def test_why_the_node_states_a_record_anew_is_said_in_words():
    one = "01a20839-a3cd-700b-9662-eef79e10e484"
    with translation.override("ar"):
        assert version_reason(sector.LATER) == translation.gettext(sector.LATER) != sector.LATER
    with translation.override("en"):
        shown = version_reason(registers.NOT_LISTED.format(id=one))
    assert "No longer on the list" in shown
    assert f'title="{one}"' in shown
