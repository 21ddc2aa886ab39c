# SPDX-License-Identifier: Apache-2.0
"""A node with something on every page: officers of all kinds, a partner, records, releases, envelopes, a job."""

import io
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from taawun.apps.audit import services as audit
from taawun.apps.exchange import delivery, pairing, receiving, services
from taawun.apps.exchange.messages import write_message
from taawun.apps.exchange.models import InEnvelope, Peer
from taawun.apps.identity import finding
from taawun.apps.identity import services as judging
from taawun.apps.identity.models import Alert, Hit, Pair, ScreenedRow, Screening
from taawun.apps.identity.watching import services as watching
from taawun.apps.identity.watching.services import Terms
from taawun.apps.jobs import runner
from taawun.apps.jobs.models import Job
from taawun.apps.ledger import services as ledger
from taawun.apps.people.access import actor_of
from taawun.apps.people.models import Officer
from taawun.apps.people.signers import node_signers, signers_for
from taawun.apps.registers import releasing
from taawun.apps.registers import services as registers
from taawun.apps.registers.importing import services as importing
from taawun.apps.registers.models import Record
from taawun.simulator.party import Party
from taawun.site.founding import NewAuthority, NewOfficer, found
from tests.apps.exchange.conftest import half_of
from tests.apps.exchange.partner import BASIS, THEM, Carrier, Partner
from tests.apps.registers.making import PERSON, PURPOSE, SEIZURE, marking, personal
from tests.apps.ui.casework import case_story
from tests.house import FakeClock

NOW = datetime(2026, 11, 22, 2, 0, 0, 5_000, tzinfo=UTC)
SECRET = "کلید کی جگہ کوئی نہیں جانتا"
STAFF = {
    "asma": ("آسمہ بی بی", "en", ("desk_officer",)),
    "bilal": ("Bilal Ahmad", "en", ("releasing_officer",)),
    "huda": ("هدى الأنصاري", "ar", ("releasing_officer", "legal_reviewer")),
    "omar": ("عمر فاروق", "en", ("desk_officer", "liaison_officer", "legal_reviewer")),
    "noman": ("نعمان گوندل", "ur", ("operator",)),
    "sara": ("Sara Malik", "en", ("auditor",)),
    "zaid": ("Zaid Khan", "en", ()),
    "yasmin": ("یاسمین بلوچ", "ur", ("desk_officer",)),
    "iqra": ("اقرا شاہ", "ur", ("desk_officer",)),
    "nargis": ("نرگس سومرو", "ur", ("protection_officer",)),
    "hira": ("حرا خان", "ur", ("desk_officer",)),
    "parveen": ("پروین اختر", "ur", ("watch_officer",)),
    "kamran": ("کامران درانی", "ur", ("analyst", "desk_officer")),
    "sohail": ("سہیل خٹک", "ur", ("desk_officer",)),
    "tariq": ("طارق محمود", "ur", ("training_coordinator", "desk_officer")),
}

TABLE = """name,date,substance,amount,unit
حشیش کی کھیپ,2026-10-01,Hashish,12.5,kg
شحنة كبتاغون,2026-10-03,Captagon,40,kg
Half a row,not a day,Heroin,1,kg
"""


@dataclass(frozen=True, slots=True)
class Story:
    """What pages are opened with."""

    officers: dict[str, Officer]
    record: str
    draft: str
    sent: str
    outgoing: str
    incoming: str
    refused: str
    entry: str
    waiting_entry: str
    job: str
    imported: str
    checkpoint: int
    pair: str
    subject: str
    screening: str
    watch_list: str
    alert: str
    listed: str
    case: str
    case_draft: str
    paper: str
    clock: str


def tell(now: datetime = NOW) -> Story:
    """Write the story through the real services, and return its identifiers."""
    officers = _found(now)
    keys = {name: signers_for(officers[name], SECRET) for name in ("bilal", "huda")}
    partner = Partner(Party(THEM, now=now), now)
    courier = _pair(partner, officers, keys, now)
    desk = actor_of(officers["asma"])
    record = _records(desk, now)
    draft, sent = _releases(desk, record, now)
    _approve(officers, keys, sent, now)
    services.approve(actor_of(officers["bilal"]), [draft], keys["bilal"], now)
    (outgoing,) = services.send(desk, [sent], now + timedelta(minutes=4))
    delivery.deliver(courier, Peer.objects.get(), now + timedelta(minutes=4, seconds=2))
    incoming, refused = _incoming(partner, now)
    imported = importing.import_table(desk, io.BytesIO(TABLE.encode()), "seizure", marking(), PURPOSE, at=now)
    runner.run_due(FakeClock(now), "test")
    identity = _identity(desk, record, now)
    job = _job(desk, now)
    audit.anchor(now)
    checkpoint = ledger.seal(now, node_signers("ledger"))
    cases = case_story(officers, keys, partner, courier, Peer.objects.get(), now)
    waiting = ledger.accept("record", "0" * 64, at=now)
    return Story(
        officers, record, draft, sent, outgoing.id, incoming, refused, outgoing.entry_id, waiting.id, job,
        imported.id,
        checkpoint.size if checkpoint else 0,
        **identity,
        **cases,
    )  # fmt: skip


def _found(now: datetime) -> dict[str, Officer]:
    rooms = [
        NewAuthority(
            code="anf", title_en="Anti-Narcotics Force", title_ar="قوة مكافحة المخدرات", title_ur="اینٹی نارکوٹکس فورس"
        )
    ]
    staff = [
        NewOfficer(
            username=user, name=name, authority="anf", roles=roles, password=SECRET, passphrase=SECRET,
            language=language, time_zone="Asia/Karachi",
        )
        for user, (name, language, roles) in STAFF.items()
    ]  # fmt: skip
    return found("PK", rooms, staff, now)


def _pair(partner: Partner, officers: dict[str, Officer], keys: dict, now: datetime) -> delivery.Courier:
    carrier = Carrier(partner)
    card = pairing.fetch_card(carrier, "http://127.0.0.1:9", now)
    pairing.confirm(actor_of(officers["noman"]), card, card.words, [keys["bilal"], keys["huda"]], now)
    pairing.take_half(half_of(partner), now)
    return delivery.Courier(carrier, "test")


def _records(desk, now: datetime) -> str:
    registers.draft_record(desk, "seizure", SEIZURE, marking(), PURPOSE, at=now)
    restricted = personal(handling=("H1", "H2"), tlp="amber")
    record = registers.draft_record(desk, "person", PERSON, restricted, PURPOSE, at=now)
    registers.new_version(desk, record.id, PERSON, restricted, PURPOSE, "عمر کی تصحیح", at=now + timedelta(hours=1))
    return record.id


def _releases(desk, record: str, now: datetime) -> tuple[str, str]:
    text = write_message("ہیروئن کی ایک کھیپ کراچی سے روانہ ہوئی۔ Vessel: AL NOOR.", "ur")
    message = services.Wish(
        kind="message", body=text, recipients=(THEM,), purpose=PURPOSE, basis=BASIS, object_type="message",
        object_id="1", personal=False,
    )  # fmt: skip
    report = releasing.wish_for(record, [THEM], PURPOSE, BASIS, at=now)
    return services.draft_release(desk, report, now).id, services.draft_release(desk, message, now).id


def _approve(officers: dict[str, Officer], keys: dict, release: str, now: datetime) -> None:
    services.approve(actor_of(officers["bilal"]), [release], keys["bilal"], now + timedelta(minutes=3))


def _incoming(partner: Partner, now: datetime) -> tuple[str, str]:
    good = partner.envelope("السلام عليكم، وصلت السفينة إلى المنامة.")
    bad = partner.envelope("ہم سے غلطی ہوئی", approvers=())
    for envelope in (good, bad):
        receiving.receive(Peer.objects.get(), partner.seal(envelope), now + timedelta(minutes=5))
    rows = {row.state: row.id for row in InEnvelope.objects.all()}
    return rows["accepted"], rows["rejected"]


def _identity(desk, record: str, now: datetime) -> dict[str, str]:
    """Judge one pair, leave another, and let a watch list alert. Scores are given: pages need no index for them."""
    names = ({"name": ["Ahmed Khaled Mansour"]}, {"name": ["احمد خالد منصور گوندل"]}, {"name": ["أحمد خالد"]})
    other, third, fourth = (
        registers.draft_record(desk, "person", said, personal(tlp="amber"), PURPOSE, at=now).id for said in names
    )
    terms = Terms(title="قائمة / فہرست / List", threshold=0.8, review=NOW.date() + timedelta(days=90))
    watch = watching.create_list(desk, terms, PURPOSE, at=now).id
    watching.put_on(desk, watch, [record], "مطلوب", PURPOSE, at=now)
    alike = [(record, other, 0.91), (record, third, 0.83), (other, fourth, 0.6)]
    reasons = ("name-same", "birth-within", "country-different")
    finding.keep([finding.Likeness(*sorted(one[:2]), one[2], reasons) for one in alike], now)
    pair, judged = (Pair.objects.get(left=min(record, one), right=max(record, one)).id for one in (other, third))
    judging.judge(desk, judged, "same", "ایک ہی پاسپورٹ", PURPOSE, at=now)
    return {
        "pair": pair,
        "subject": Record.objects.get(id=record).subject,
        "screening": _screening(desk, record, now),
        "watch_list": watch,
        "alert": Alert.objects.get(hit=other).id,
        "listed": record,
    }


def _screening(desk, record: str, now: datetime) -> str:
    made = Screening(
        source="file", file_name="مسافر.csv", settings={"least": 0.4}, officer_id=desk.officer_id,
        authority=desk.authority, purpose=PURPOSE, created=now, finished=now,
    )  # fmt: skip
    made.save()
    asked = {"kind": "person", "names": ["Ahmad Khalid"], "births": ["1971"], "countries": ["PK"]}
    row = ScreenedRow.objects.create(of=made, number=2, asked=asked, problems=[], best=0.87)
    problem = [["Date of birth", "is not a date that is understood; it was left out"]]
    nothing = [["", "has neither a name nor a document"]]
    ScreenedRow.objects.create(of=made, number=3, asked={"names": ["سارہ"]}, problems=problem)
    ScreenedRow.objects.create(of=made, number=4, asked={}, problems=nothing, lost=True)
    reasons = [["name-close", []], ["birth-within", []]]
    Hit.objects.create(row=row, record=record, version=1, score=0.87, parts={"name": 0.9}, reasons=reasons, namesakes=2)
    return made.id


def _job(desk, now: datetime) -> str:
    job = Job(kind="import.csv", officer_id=desk.officer_id, created=now, due=now, done=1_234, total=5_000)
    job.save()
    return job.id
