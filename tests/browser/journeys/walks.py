# SPDX-License-Identifier: Apache-2.0
"""The journeys, step by step: what an officer does and what the pages then say. Whoever walks them, and in which
language, they do not know.
"""

from pathlib import Path
from typing import Final

from taawun.apps.cases.models import Case
from taawun.apps.exchange.models import Release
from taawun.apps.registers.models import Record
from tests.apps.cases.making import PURPOSE as EXTRADITION
from tests.apps.registers.making import PURPOSE
from tests.browser.journeys.actors import Actor
from tests.browser.journeys.conftest import Scene
from tests.browser.journeys.node import OPEN_GATE, REQUEST, SECRET

ANSWER: Final = "جی ہاں، کل صبح کراچی پہنچ گئی۔ Vessel: AL NOOR."
THANKS: Final = "شكراً، وصل الجواب."
PROSECUTION: Final = "prosecution"
LEFT_TO_FILL: Final = ("contact", "signature")
TABLE: Final = """name,date,substance,amount,unit
حشیش کی کھیپ,2026-10-01,Hashish,12.5,kg
شحنة كبتاغون,2026-10-03,Captagon,40,kg
Half a row,not a day,Heroin,1,kg
"""


def approve(scene: Scene, name: str, purpose: str) -> Actor:
    """Let an officer approve the release that waits on the page of the day."""
    actor = scene.sign_in(name, purpose)
    actor.follow(".todo a[href^='/releases/']")
    actor.write("#id_passphrase", SECRET)
    actor.press("form[action$='/approve/'] button")
    actor.see(".notice.good")
    return actor


def answer_a_request(scene: Scene, folder: Path) -> None:
    """A request waits; it is answered, approved by another officer, sent, and answered in turn; the proof is there."""
    del folder
    asma = scene.sign_in("asma", PURPOSE)
    asma.follow(f".todo a[href*='{scene.node.request}']")
    asma.see(".card p[dir=auto]", REQUEST)
    asma.follow("a[href^='/write/'], a[href*='about=']")
    asma.press("form.stack .button", refused=True)
    asma.mend("[role=alert] a", "#id_text")
    asma.write("#id_text", ANSWER)
    asma.press("form.stack .button")
    assert not asma.has("form[action$='/approve/']"), "who drafted it does not approve it"
    release = Release.objects.latest("created")

    approve(scene, "huda", PURPOSE)

    asma.follow(".menu a[href='/']")
    asma.follow(f".todo a[href*='{release.id}']")
    asma.press("form[action$='/send/'] button")
    scene.node.work()
    came = scene.node.hears(THANKS)

    asma.follow(".menu a[href='/outbox/']")
    asma.follow("tbody a[href^='/envelopes/']")
    asma.see(".badge.good")
    asma.see(".card p[dir=auto]", ANSWER)
    asma.see("main a[download]")
    asma.follow(".menu a[href='/']")
    asma.follow(f".todo a[href*='{came}']")
    asma.see(".card p[dir=auto]", THANKS)


def ask_for_assistance(scene: Scene, folder: Path) -> None:
    """A case is opened and filled; colleagues check it; it is proposed, approved and sent."""
    del folder
    asma = scene.sign_in("asma", PROSECUTION)
    asma.follow(".menu a[href='/cases/']")
    asma.follow("main a[href='/cases/new/']")
    asma.follow("main a[href$='/pk-bh-assistance/mutual_legal_assistance/']")
    asma.choose("#id_other", "BH")
    asma.write("#id_title", "کشتی / القارب")
    asma.press("form.stack .button")
    case = Case.objects.latest("opened")
    fill_most(scene, case)

    asma.follow(f"main a[href$='/{LEFT_TO_FILL[0]}/']")
    for slug in LEFT_TO_FILL:
        assert f"/{slug}/" in asma.page.url
        asma.write("#id_value", "مرکزی ڈیسک، اسلام آباد")
        asma.tick("#id_found")
        asma.write("#id_document", "Draft / مسودہ / مسودة")
        asma.press("form.stack button[name=next]")
    asma.see("progress, [role=progressbar]")
    asma.follow("main p a.button[href^='/cases/']")
    asma.press("form[action$='/check_completeness/'] button")
    review_and_sign(scene, case)

    omar = scene.sign_in("omar", PROSECUTION)
    omar.follow(".menu a[href='/cases/']")
    omar.follow(f"tbody a[href*='{case.id}']")
    omar.follow("main a[href$='/transmit/']")
    omar.press("form.stack .button")
    approve(scene, "huda", PROSECUTION)
    approve(scene, "bilal", PROSECUTION)
    omar.follow("main .notice a.button")
    omar.press("form[action$='/send/'] button")
    scene.node.work()
    case.refresh_from_db()
    assert case.state == "transmitted"
    omar.follow(".menu a[href='/cases/']")
    omar.follow(f"tbody a[href*='{case.id}']")
    omar.see(".sides, .timeline, #timeline")


def fill_most(scene: Scene, case: Case) -> None:
    """Let a colleague fill all but two of the elements meanwhile."""
    desk = scene.node.desk
    scene.node.now()
    while missing := [one.slug for one in desk.show("asma", case).missing if one.slug not in LEFT_TO_FILL]:
        desk.fill(case, *missing)


def review_and_sign(scene: Scene, case: Case) -> None:
    """Let a lawyer and a releasing officer do their part."""
    scene.node.now()
    scene.node.desk.make("imran", case, "review_legally")
    scene.node.desk.make("huda", case, "sign")


def meet_a_gate(scene: Scene, folder: Path) -> None:
    """A move is closed, says what closes it and what opens it; the ground is assessed, and the move is open."""
    del folder
    imran = scene.sign_in("imran", EXTRADITION)
    imran.follow(".menu a[href='/cases/']")
    imran.follow(f"tbody a[href*='{scene.node.case}']")
    imran.press("form[action$='/verify/'] button")
    assert not imran.has("form[action$='/pass_mandatory/']"), "the gate is closed"
    closed = imran.page.locator("section > details.closed")
    gate = imran.see(f"#safeguards ~ .scroll a[href$='/{OPEN_GATE}/']")
    number = next(index for index in range(closed.count()) if gate in str(closed.nth(index).text_content()))
    imran.activate(f"section > details.closed >> nth={number} >> summary")
    said = imran.see(f"section > details.closed >> nth={number} >> ul")
    assert gate in said, "a closed move names the ground that closes it"

    imran.follow(f"main a[href$='/{OPEN_GATE}/']")
    form = "form:has([name=act][value=assess])"
    imran.press(f"{form} .button", refused=True)
    imran.mend(f"{form} [role=alert] a", f"{form} [name$=outcome]")
    imran.tick(f"{form} [value=not_met]")
    imran.write(f"{form} [name$=reason]", "لا يوجد ما يدل على ذلك")
    imran.write(f"{form} [name$=source]", "رپورٹ 2026، صفحہ 3")
    imran.press(f"{form} .button")
    imran.follow("main > p > a.button")
    imran.press("form[action$='/pass_mandatory/'] button")
    assert Case.objects.get(id=scene.node.case).state == "mandatory_passed"


def judge_a_hit(scene: Scene, folder: Path) -> None:
    """A traveller is screened; the hit explains itself, raises an alert, and is judged with a reason."""
    del folder
    asma = scene.sign_in("asma", PURPOSE)
    asma.follow(".menu a[href$='/screenings/']")
    asma.write("form[action$='/entry/'] [name$=name]", "احمد خالد منصور")
    asma.write("form[action$='/entry/'] [name$=birth]", "1971")
    asma.press("form[action$='/entry/'] .button")
    asma.see("tbody details[open] summary")
    assert asma.page.locator("tbody details[open] li").count() >= 2, "a hit says what speaks for it"
    asma.follow(".menu a[href$='/alerts/']")
    asma.follow("tbody a[href*='/alerts/']")
    asma.see("figure.picture figcaption")
    asma.press("form[action$='/acknowledge/'] .button")
    asma.press("form[action$='/close/'] .button", refused=True)
    asma.write("form[action$='/close/'] [name$=reason]", "والد کا نام مختلف ہے؛ وہی شخص نہیں")
    asma.press("form[action$='/close/'] .button")
    asma.follow(".menu a[href$='/alerts/']")
    asma.see(".empty")


def import_a_table(scene: Scene, folder: Path) -> None:
    """A table is chosen, looked at, imported; the row that is wrong is named; the import is undone."""
    file = folder / "ضبطیاں.csv"
    file.write_text(TABLE, encoding="utf-8")
    before = Record.objects.count()
    asma = scene.sign_in("asma", PURPOSE)
    asma.follow(".menu a[href='/registers/']")
    asma.follow("main a[href='/registers/imports/']")
    asma.follow("main a[href$='/seizure/']")
    asma.press("form[enctype] .button", refused=True)
    asma.upload("#id_file", file)
    asma.press("form[enctype] .button")
    asma.see("td .badge.bad")
    assert asma.page.locator("td .badge.good").count() == 2
    assert Record.objects.count() == before, "nothing is stored by looking"
    asma.press("button[name=start]")
    scene.node.work()
    asma.page.reload()
    asma.looker.look()
    asma.see("tbody td.number", "4")
    assert Record.objects.count() == before + 2
    asma.press("form[action$='/undo/'] button")
    scene.node.work()
    assert Record.objects.count() == before
