# SPDX-License-Identifier: Apache-2.0
"""Which pages are asked, as whom: every list and every detail page of the desk, and the search while somebody types."""

from dataclasses import dataclass
from typing import Any, Final

AUDITOR, OPERATOR, DESK = "auditor", "operator", "desk"
TYPED: Final = ("ah", "ahmad", "احمد خان", "سارة منصور", "k10007", "Bilal Hassan Malik", "7", "no such name")
"""What officers type: beginnings that many bear, whole names in three scripts, a number, and nothing there is."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page by its name, its address and who asks for it."""

    name: str
    url: str
    reader: str = DESK


def lists(found: dict[str, Any]) -> list[Page]:
    """Return every list, as its first page, narrowed, sorted, and deep within."""
    seizures, middle = "/registers/?type=seizure", found["records"][0]
    return [
        Page("my day", "/"),
        Page("registers", "/registers/"),
        Page("persons", "/registers/?type=person"),
        Page("seizures", seizures),
        Page("seizures by country and transport", f"{seizures}&f-country=BH&f-transport=sea"),
        Page("seizures of two years", f"{seizures}&f-date-from=2022&f-date-to=2023"),
        Page("seizures by amount", f"{seizures}&sort=-amount"),
        Page("records of one originator", "/registers/?originator=BH"),
        Page("a rare word", "/registers/?text=k1000777"),
        Page("a common word", "/registers/?text=ahmad"),
        Page("two common words", "/registers/?text=ahmad+khan"),
        Page("a common and a missing word", "/registers/?type=seizure&text=ahmad"),
        Page("a page in the middle", f"/registers/?type=person&after={middle}"),
        Page("of one import", f"/registers/?imported={found['import']}"),
        Page("imports", "/registers/imports/"),
        Page("cases", "/cases/"),
        Page("cases by title", "/cases/?title=777"),
        Page("cases, page 150", "/cases/?page=150"),
        Page("board", "/cases/board/"),
        Page("dashboard of cases", "/cases/dashboard/"),
        Page("instruments", "/instruments/"),
        Page("inbox", "/inbox/"),
        Page("outbox", "/outbox/"),
        Page("inbox, page 300", "/inbox/?page=300"),
        Page("releases", "/releases/"),
        Page("partners", "/partners/"),
        Page("pairs", "/identity/pairs/"),
        Page("alerts", "/identity/alerts/"),
        Page("watch lists", "/identity/lists/"),
        Page("screenings", "/identity/screenings/"),
        Page("network", "/network/"),
        Page("jobs", "/jobs/"),
        Page("ledger", "/ledger/"),
        Page("audit", "/audit/", AUDITOR),
        Page("audit of one officer", f"/audit/?officer={found['officers'][0]}", AUDITOR),
        Page("officers", "/officers/", AUDITOR),
        Page("node", "/node/", OPERATOR),
    ]


def details(found: dict[str, Any]) -> list[Page]:
    """Return every page about one thing."""
    story, one = found["story"], f"/registers/records/{found['records'][0]}/"
    told = f"/registers/records/{story['record']}/"
    return [
        Page("record", one),
        Page("record with two versions", told),
        Page("earlier version", f"{told}versions/1/"),
        Page("new version", f"{one}edit/"),
        Page("new record", "/registers/new/seizure/"),
        Page("release of a record", f"{one}release/"),
        Page("import", f"/registers/imports/{found['import']}/"),
        Page("case", f"/cases/{found['many_case']}/"),
        Page("papers", f"/cases/{found['many_case']}/papers/"),
        Page("envelope sent", f"/envelopes/{story['outgoing']}/"),
        Page("envelope received", f"/envelopes/{story['incoming']}/"),
        Page("release", f"/releases/{found['many_release']}/"),
        Page("pair", f"/identity/pairs/{found['many_pair']}/"),
        Page("alert", f"/identity/alerts/{found['many_alert']}/"),
        Page("watch list", f"/identity/lists/{found['many_list']}/"),
        Page("screening", f"/identity/screenings/{found['many_screening']}/"),
        Page("network of a record", f"/network/records/{found['records'][1]}/"),
        Page("job", f"/jobs/{found['many_job']}/"),
        Page("ledger entry", f"/ledger/entries/{story['entry']}/"),
        Page("officer", f"/officers/{found['officers'][0]}/"),
    ]


def heavy() -> list[Page]:
    """Return what counts whole registers: charts and maps, which are reported beside the lists."""
    return [
        Page("charts of seizures", "/registers/charts/seizure/"),
        Page("map of seizures", "/registers/seizure/map/"),
        Page("places of the map", "/registers/seizure/map/places.json"),
    ]
