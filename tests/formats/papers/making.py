# SPDX-License-Identifier: Apache-2.0
"""Letters, signers and readers that the tests of papers share."""

from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from io import BytesIO

from pyhanko.pdf_utils.reader import PdfFileReader

from taawun.formats.papers import signer
from taawun.formats.papers.letter import (
    Annex,
    Authority,
    Kind,
    Language,
    Letter,
    Marking,
    Person,
    Row,
    Section,
    Signatory,
    Status,
)

T = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
DATA = '{"case":"PK-2026-000017","name":"محمد عمران خان"}'.encode()
DIGEST = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

_WORDS = {
    Language.EN: (
        Authority("Central Authority, Ministry of Interior", "Islamic Republic of Pakistan", ("Islamabad",)),
        Authority("Directorate of International Affairs", "Kingdom of Bahrain"),
        "Islamabad",
        "Statements of two witnesses: State v. Muhammad Imran Khan (محمد عمران خان), 123/2026",
        "Convention against Transnational Organized Crime, article 18(15)",
        Section("Facts", ("On 3 September 2026 officers found 212 kg in container MSKU 123456-7.",)),
        Row("Kind of help", "Statements of two witnesses"),
        Person("Muhammad Imran Khan", ("محمد عمران خان",), standing="Suspect"),
        Annex("First information report", 6, DIGEST),
        Signatory("Ayesha Siddiqui", "Deputy Secretary"),
        Marking("H2", "Investigation and trial in the case named"),
    ),
    Language.AR: (
        Authority("إدارة الشؤون الدولية، وزارة الداخلية", "مملكة البحرين", ("المنامة",)),
        Authority("السلطة المركزية", "جمهورية باكستان الإسلامية"),
        "المنامة",
        "سماع شاهدين في القضية رقم 123/2026 (Gulf Star Trading W.L.L.)",
        "اتفاقية الأمم المتحدة لمكافحة الجريمة المنظمة عبر الوطنية، المادة 18(15)",
        Section("ملخص الوقائع", ("في 3 سبتمبر 2026 ضُبطت 212 كيلوغراماً داخل الحاوية MSKU 123456-7.",)),
        Row("نوع المساعدة", "سماع أقوال شاهدين"),
        Person("محمد عمران خان", ("Muhammad Imran Khan",), standing="مشتبه فيه"),
        Annex("صورة طبق الأصل من محضر الضبط", 6, DIGEST),
        Signatory("د. فاطمة المنصوري", "مدير إدارة الشؤون الدولية"),
        Marking("H2", "التحقيق والمحاكمة في القضية المذكورة"),
    ),
    Language.UR: (
        Authority("مرکزی اتھارٹی، وزارتِ داخلہ", "اسلامی جمہوریہ پاکستان", ("اسلام آباد",)),
        Authority("نظامتِ بین الاقوامی امور", "مملکتِ بحرین"),
        "اسلام آباد",
        "دو گواہوں کے بیانات: سرکار بنام محمد عمران خان (Muhammad Imran Khan)، 123/2026",
        "بین الاقوامی منظم جرائم کے خلاف اقوامِ متحدہ کا کنونشن، دفعہ 18(15)",
        Section("واقعات کا خلاصہ", ("مورخہ 3 ستمبر 2026 کو کنٹینر MSKU 123456-7 سے 212 کلوگرام برآمد ہوئی۔",)),
        Row("معاونت کی نوعیت", "دو گواہوں کے بیانات"),
        Person("محمد عمران خان", ("Muhammad Imran Khan",), standing="مشتبہ"),
        Annex("ایف آئی آر کی مصدقہ نقل", 6, DIGEST),
        Signatory("عائشہ صدیقی", "ڈپٹی سیکرٹری"),
        Marking("H2", "مذکورہ مقدمے کی تفتیش اور سماعت"),
    ),
}


def letter(language=Language.EN, kind=Kind.ASSISTANCE, status=Status.FINAL, **changes) -> Letter:
    sender, recipient, place, subject, basis, section, row, person, annex, signatory, marking = _WORDS[language]
    whole = Letter(
        kind, language, status, "PK-2026-000017", "MOI/MLA/2026/114", sender, recipient, place, date(2026, 11, 22),
        subject, (basis,), (section, replace(section, paragraphs=(), rows=(row,))), signatory, marking,
        person=person, annexes=(annex,),
    )  # fmt: skip
    return replace(whole, **changes)


@cache
def ours() -> signer.Signer:
    return signer.self_signed("Central Authority, Ministry of Interior", "PK", at=T)


@cache
def theirs() -> signer.Signer:
    return signer.self_signed("إدارة الشؤون الدولية", "BH", at=T)


def opened(pdf: bytes) -> PdfFileReader:
    return PdfFileReader(BytesIO(pdf))


def attached(pdf: bytes) -> dict[str, bytes]:
    names = opened(pdf).root["/Names"]["/EmbeddedFiles"]["/Names"]
    return {str(names[i]): names[i + 1]["/EF"]["/F"].data for i in range(0, len(names), 2)}
