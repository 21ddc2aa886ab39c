# SPDX-License-Identifier: Apache-2.0
"""What the pages of wages, contracts, charges and statistics are opened with in the walks over all pages."""

from taawun.apps.people.access import actor_of
from taawun.apps.registers import services as registers
from taawun.sectors.worker_protection.statistics import services as statistics
from taawun.sectors.worker_protection.wages import services
from taawun.sectors.worker_protection.wages.models import WageFinding
from tests.apps.making import officer
from tests.apps.ui.story import NOW
from tests.sectors.worker_protection.making import protected
from tests.sectors.worker_protection.paid import HEAD, PURPOSE, WAGES, file_of

POST_ONLY = {f"worker_protection:{one}" for one in ("wage-record", "wage-compare", "statistics-decide")}
NOT_PAGES = {
    "worker_protection:wage-export", "worker_protection:reading-paper", "worker_protection:statistics-export",
}  # fmt: skip
CONTRACT = {
    "worker": "850101234", "name": ["غلام یوسف چانڈیو"], "which": "shown", "date": "2026-01-10", "language": "اردو",
    "pay": "120", "currency": "BHD", "job": "راج مستری",
}  # fmt: skip


def paid_addresses() -> dict[str, list[object]]:
    """Return the arguments of each address, by its name."""
    keeper, second = (actor_of(officer(name, "protection_officer")) for name in ("keeper", "keeper-2"))
    file = services.take_file(keeper, file_of(HEAD, *WAGES), "bahrain-model", PURPOSE, at=NOW)
    found = WageFinding.objects.create(
        file=file, kind="below", line=3, worker="غلام-2", expected=120_000, found=95_500, days=31
    )
    contract = registers.draft_record(keeper, "worker-contract", CONTRACT, protected(), PURPOSE, at=NOW).id
    table = statistics.ask(keeper, statistics.WITHHELD, "2026-10", "2026-10", PURPOSE, at=NOW)
    statistics.approve(second, table.id, PURPOSE, at=NOW)
    return {
        "worker_protection:wage-file": [file.id],
        "worker_protection:wage-erase": [file.id],
        "worker_protection:wage-compare": [file.id],
        "worker_protection:wage-export": [file.id, "csv"],
        "worker_protection:wage-record": [found.id],
        "worker_protection:reading-copy": [contract, "ur"],
        "worker_protection:reading-paper": [contract, "ur"],
        "worker_protection:statistics-table": [table.id],
        "worker_protection:statistics-export": [table.id, "csv"],
        "worker_protection:statistics-decide": [table.id, "decline"],
    }
