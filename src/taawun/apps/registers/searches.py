# SPDX-License-Identifier: Apache-2.0
"""Saved searches of an officer, for lists of records and of cases."""

from typing import Final

from django.http import QueryDict

from taawun.apps.people.models import Officer
from taawun.apps.registers.models import SavedSearch

PAGES: Final = ("registers:list", "cases:list")
"""Lists whose searches can be saved."""
MOST: Final = 50
"""Searches of one officer on one list."""
TITLE_CHARACTERS: Final = 80
QUERY_CHARACTERS: Final = 1_000
_PLACES: Final = ("after", "before", "page")


def of(officer: Officer, page: str) -> list[SavedSearch]:
    """Return the searches that an officer saved on a list."""
    return list(SavedSearch.objects.filter(officer_id=officer.id, page=page)[:MOST])


def save(officer: Officer, page: str, title: str, query: str) -> bool:
    """Save a search under a name, in place of one of the same name; False where it cannot be."""
    asked = QueryDict(query[:QUERY_CHARACTERS], mutable=True)
    for place in _PLACES:
        asked.pop(place, None)
    named, narrowed = " ".join(title.split())[:TITLE_CHARACTERS], asked.urlencode()
    mine = SavedSearch.objects.filter(officer_id=officer.id, page=page)
    if page not in PAGES or not named or len(query) > QUERY_CHARACTERS or len(narrowed) > QUERY_CHARACTERS:
        return False
    mine.filter(title=named).delete()
    if mine.count() >= MOST:
        return False
    SavedSearch.objects.create(officer_id=officer.id, page=page, title=named, query=narrowed)
    return True


def drop(officer: Officer, search_id: str) -> None:
    """Forget a search of this officer."""
    SavedSearch.objects.filter(officer_id=officer.id, id=search_id).delete()
