# SPDX-License-Identifier: Apache-2.0
"""Who may open which page: one row for each URL. A page without a row opens for nobody.

The table is read by the gate (gate.py) on each request and by tests/architecture against the real URLs. It
says who may open a page; which rows the page then shows is decided by each app's `access.py`.
"""

from collections.abc import Collection, Mapping
from importlib import import_module
from types import MappingProxyType
from typing import Final

from taawun import sectors
from taawun.apps.people.roles import CATALOGUE, check
from taawun.apps.registers.purposes import AT_ONE_DESK
from taawun.apps.sector import Sector

Roles = frozenset[str]


def _roles(*slugs: str) -> Roles:
    """Return roles of the catalogue; an unknown one fails when this module loads."""
    return frozenset(check(slug) for slug in slugs)


ANYONE: Final[Roles] = frozenset({"(anyone)"})
SIGNED_IN: Final[Roles] = frozenset({"(signed in)"})

DESK: Final = _roles("desk_officer", "releasing_officer", "legal_reviewer", "liaison_officer", "analyst")
JUDGES: Final = _roles("desk_officer", "analyst")
SEEKERS: Final = JUDGES | _roles("liaison_officer")
SENDERS: Final = _roles("desk_officer", "releasing_officer", "liaison_officer")
PROTECTION: Final = _roles("protection_officer")
WATCH: Final = _roles("watch_officer")
OPENERS: Final = _roles("desk_officer", "legal_reviewer", "liaison_officer", *AT_ONE_DESK) | PROTECTION | WATCH
WORKERS: Final = DESK | PROTECTION | WATCH | _roles(*AT_ONE_DESK)
ASSIGNERS: Final = _roles("releasing_officer", "legal_reviewer", "liaison_officer") | PROTECTION | WATCH
DRAFTERS: Final = SEEKERS | PROTECTION
OVERSIGHT: Final = _roles("auditor")
RUNNING: Final = _roles("operator")
ANY_ROLE: Final = frozenset(CATALOGUE)

_OF_CASES: Final = (
    "list", "board", "case", "task", "charge", "move", "withdraw", "contents", "element", "gate", "clock", "papers",
    "paper", "bundle", "letter",
    *(f"api-{one}" for one in (
        "list", "case", "verdicts", "timeline", "move", "withdraw", "task", "charge", "contents", "element", "gate",
        "assess", "reassess", "confirm", "assurance", "finding", "clock", "papers", "paper", "translations", "evidence",
        "custody", "bytes", "again", "provenance", "taint", "letter", "bundle",
    )),
)  # fmt: skip

_ENTERING: Final = (
    "account_login", "mfa_authenticate", "mfa_login_webauthn", "openid_connect_callback", "sign_in:ministry",
)  # fmt: skip
_OWN_ACCOUNT: Final = (
    "again", "factors", "totp", "passkey", "remove", "codes", "codes-file", "new-codes", "password", "sessions", "end",
    "end-others",
)  # fmt: skip

_OF_NODE: Final = ("page", "backup", "backup-file", "card", "pairing", "compare", "half")

_SECTORS: Final[tuple[Sector, ...]] = tuple(
    import_module(f"taawun.sectors.{slug}.sector").SECTOR for slug in sectors.found()
)
_OF_SECTORS: Final = {
    f"{sector.slug}:{page.name}": page.roles if page.roles == ANYONE else _roles(*page.roles)
    for sector in _SECTORS
    for page in sector.pages
}  # fmt: skip

# URL name, with its namespace -> the roles that may open it.
PAGES: Final[Mapping[str, Roles]] = MappingProxyType(
    {
        "ui:sign-in": ANYONE,
        "ui:month": ANYONE,
        **dict.fromkeys(_ENTERING, ANYONE),
        **{f"sign_in:{page}": SIGNED_IN for page in _OWN_ACCOUNT},
        "ui:sign-out": SIGNED_IN,
        "ui:language": ANYONE,
        "ui:look": SIGNED_IN,
        "ui:home": SIGNED_IN,
        "ui:components": RUNNING,
        "ui:purpose": ANY_ROLE,
        "notices:wish": ANY_ROLE,
        "ui:find": DESK | PROTECTION,
        "ui:suggest": DESK | PROTECTION,
        "ui:sector": ANY_ROLE,
        **_OF_SECTORS,
        "exchange:inbox": DESK | OVERSIGHT | RUNNING,
        "exchange:outbox": DESK | OVERSIGHT | RUNNING,
        "exchange:partners": ANY_ROLE,
        "exchange:envelope": DESK,
        "exchange:proof": DESK,
        "exchange:write": DESK,
        "exchange:releases": DESK | OVERSIGHT,
        "exchange:release": DESK,
        "exchange:approve": DESK,
        "exchange:send": SENDERS,
        "exchange:withdraw": SENDERS,
        **dict.fromkeys((f"cases:{page}" for page in _OF_CASES), WORKERS),
        "cases:new": OPENERS,
        "cases:api-open": OPENERS,
        "cases:new-kind": OPENERS,
        "cases:assign": ASSIGNERS,
        "cases:api-assign": ASSIGNERS,
        "cases:stop": _roles("legal_reviewer"),
        "cases:api-stop": _roles("legal_reviewer"),
        "cases:dashboard": DESK | OVERSIGHT,
        "cases:dashboard-export": DESK | OVERSIGHT,
        "cases:api-dashboard": DESK | OVERSIGHT,
        **{
            f"cases:{page}": ANY_ROLE
            for page in ("instruments", "instrument", "instrument-kind", "api-instruments", "api-instrument")
        },
        "registers:list": DESK | PROTECTION,
        "registers:record": DESK | PROTECTION,
        "registers:version": DESK | PROTECTION,
        "registers:release": DESK | PROTECTION,
        "registers:release-set": DESK | PROTECTION,
        "registers:consents": DESK | PROTECTION,
        "registers:export": DESK | PROTECTION,
        "registers:record-export": DESK | PROTECTION,
        "registers:charts": DESK | PROTECTION,
        "registers:search-keep": DESK | PROTECTION,
        "registers:new": DRAFTERS,
        "registers:edit": DRAFTERS,
        "registers:import-table": DRAFTERS,
        "registers:forget": DRAFTERS,
        "registers:imports": DESK | OVERSIGHT | RUNNING,
        "registers:import": DESK | OVERSIGHT | RUNNING,
        "registers:import-source": DRAFTERS,
        "registers:import-start": DESK | PROTECTION,
        "registers:import-undo": DESK | PROTECTION,
        **{f"network:{page}": SEEKERS for page in ("start", "record", "case", "include", "export")},
        "maps:records": DESK | PROTECTION,
        "maps:places": DESK | PROTECTION,
        "maps:names": ANY_ROLE,
        "identity:search": SEEKERS,
        "identity:subject": SEEKERS,
        "identity:pairs": SEEKERS,
        "identity:pair": SEEKERS,
        "identity:pair-open": JUDGES,
        "identity:claim": JUDGES,
        "identity:give-back": JUDGES,
        "identity:judge": JUDGES,
        "identity:undo": JUDGES,
        "identity:screenings": JUDGES,
        "identity:screen-entry": JUDGES,
        "identity:screen-file": JUDGES,
        "identity:screening": JUDGES,
        "identity:screening-export": JUDGES,
        "identity:lists": SEEKERS,
        "identity:list-new": JUDGES,
        "identity:list": SEEKERS,
        "identity:list-add": JUDGES,
        "identity:put-on": JUDGES,
        "identity:list-remove": JUDGES,
        "identity:list-review": JUDGES,
        "identity:list-close": JUDGES,
        "identity:alerts": SEEKERS,
        "identity:alert": SEEKERS,
        "identity:alert-acknowledge": JUDGES,
        "identity:alert-close": JUDGES,
        "audit:lines": OVERSIGHT,
        "audit:export": OVERSIGHT,
        "audit:verify": OVERSIGHT,
        "jobs:list": ANY_ROLE,
        "jobs:job": ANY_ROLE,
        "jobs:cancel": ANY_ROLE,
        "jobs:retry": ANY_ROLE,
        **{f"node:{one}": RUNNING for one in _OF_NODE},
        "people:officers": OVERSIGHT | RUNNING,
        "people:officer": SIGNED_IN,
        "ledger:ledger": ANY_ROLE,
        "ledger:settle": RUNNING,
        "ledger:note": ANY_ROLE,
        "ledger:entry": ANY_ROLE,
        "ledger:proof": ANY_ROLE,
    }
)

STEP_UP_TO_READ: Final = frozenset({"sign_in:totp", "sign_in:passkey"})
"""Pages that ask for a recent proof of who sits here before they are shown (spec §10.12d)."""
STEP_UP: Final = frozenset(
    {
        "exchange:send", "exchange:withdraw", "node:backup", "node:pairing", "node:compare",
        "sign_in:remove", "sign_in:new-codes", "sign_in:end", "sign_in:end-others",
        *(f"{sector.slug}:{page.name}" for sector in _SECTORS for page in sector.pages if page.steps_up),
    }
)  # fmt: skip
"""Acts that ask for it before they are done. Approving asks for the passphrase of the keys, which is proof itself."""
WITHOUT_FACTOR: Final = frozenset(
    {"ui:sign-in", "ui:sign-out", "ui:language", *_ENTERING, *(f"sign_in:{page}" for page in _OWN_ACCOUNT)}
)
"""What opens before an officer has the second factor that the node requires."""


def may_open(page: str, *, signed_in: bool, roles: Collection[str]) -> bool:
    """Return whether a reader with these roles may open a page. An unknown page is a no."""
    allowed = PAGES.get(page, frozenset())
    if allowed == ANYONE:
        return True
    if not signed_in:
        return False
    return allowed == SIGNED_IN or not allowed.isdisjoint(roles)
