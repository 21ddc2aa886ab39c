# SPDX-License-Identifier: Apache-2.0
"""Who plays: two nodes with authorities as they exist, and officers who do not."""

from dataclasses import dataclass
from typing import Any, Final

PASSWORD: Final = "seven boats leave at dawn"  # noqa: S105 - of fictional officers, printed for whoever looks round
PASSPHRASE: Final = "the harbour keeps its lamp lit"  # noqa: S105
PURPOSE: Final = "counter-narcotics"
INSTRUMENT: Final = "pk-bh-jsc-2025"
ARTICLE: Final = "4(2)"


@dataclass(frozen=True, slots=True)
class Side:
    """One party as the demonstration founds it."""

    party: str
    name: str
    port: int
    language: str
    time_zone: str
    authorities: tuple[dict[str, Any], ...]
    officers: tuple[dict[str, Any], ...]

    def plan(self, port: int, database: str) -> dict[str, Any]:
        """Return the plan for `taawun init --from`."""
        node = {
            "party": self.party,
            "name": self.name,
            "url": f"http://127.0.0.1:{port}",
            "listen": f"127.0.0.1:{port}",
            "database": database,
            "language": self.language,
            "time_zone": self.time_zone,
            "second_factor": "optional",  # the accounts are printed, and nobody enrols a telephone for a demo
            "stretching": "light",  # nobody guesses at what is printed
        }
        return {"node": node, "authority": list(self.authorities), "officer": list(self.officers)}

    @property
    def usernames(self) -> tuple[str, ...]:
        """Return the names that officers sign in with."""
        return tuple(officer["username"] for officer in self.officers)


def _authority(code: str, en: str, ar: str, ur: str) -> dict[str, Any]:
    return {"code": code, "title_en": en, "title_ar": ar, "title_ur": ur}


def _officer(username: str, name: str, authority: str, language: str, *roles: str) -> dict[str, Any]:
    return {"username": username, "name": name, "authority": authority, "language": language, "roles": list(roles)}


PAKISTAN: Final = Side(
    "PK",
    "Islamabad",
    8701,
    "en",
    "Asia/Karachi",
    (
        _authority("anf", "Anti-Narcotics Force", "قوة مكافحة المخدرات", "انسدادِ منشیات فورس"),
        _authority("msa", "Maritime Security Agency", "وكالة الأمن البحري", "میری ٹائم سیکیورٹی ایجنسی"),
        _authority("moi", "Ministry of Interior", "وزارة الداخلية", "وزارتِ داخلہ"),
        _authority("welfare", "Community Welfare Wing", "جناح رعاية الجالية", "کمیونٹی ویلفیئر ونگ"),
    ),
    (
        _officer("amina", "آمنہ قریشی", "anf", "ur", "desk_officer", "analyst"),
        _officer("bilal", "Bilal Ahmed Khan", "anf", "en", "releasing_officer"),
        _officer("sana", "ثنا مرزا", "msa", "ur", "releasing_officer"),
        _officer("owais", "Owais Rahim", "anf", "en", "operator"),
        _officer("nadia", "نادیہ سلیم", "moi", "ur", "desk_officer", "training_coordinator"),
        _officer("farooq", "Farooq Aziz", "moi", "en", "legal_reviewer"),
        _officer("zara", "زارا حسین", "moi", "ur", "legal_reviewer"),
        _officer("shazia", "شازیہ ملک", "moi", "ur", "releasing_officer"),
        _officer("imtiaz", "Imtiaz Chaudhry", "moi", "en", "releasing_officer"),
        _officer("lubna", "لبنیٰ شاہد", "moi", "ur", "releasing_officer"),
        _officer("hamid", "Hamid Raza", "moi", "en", "liaison_officer"),
        _officer("rabia", "رابعہ اسلم", "moi", "ur", "analyst"),
        _officer("kiran", "کرن جعفری", "msa", "ur", "desk_officer"),
        _officer("sadaf", "صدف میر", "msa", "ur", "watch_officer"),
        _officer("murad", "Murad Baloch", "msa", "en", "watch_officer", "releasing_officer"),
        _officer("noreen", "نورین اختر", "msa", "ur", "watch_officer", "releasing_officer"),
        _officer("gulnaz", "گلناز بھٹو", "welfare", "ur", "protection_officer"),
        _officer("waqar", "Waqar Memon", "welfare", "en", "protection_officer", "releasing_officer"),
        _officer("tahira", "طاہرہ نقوی", "welfare", "ur", "protection_officer", "releasing_officer"),
    ),
)

BAHRAIN: Final = Side(
    "BH",
    "Manama",
    8702,
    "ar",
    "Asia/Bahrain",
    (
        _authority("and", "Anti-Narcotics Directorate", "إدارة مكافحة المخدرات", "انسدادِ منشیات ڈائریکٹوریٹ"),
        _authority("coast-guard", "Coast Guard", "خفر السواحل", "کوسٹ گارڈ"),
        _authority("moj", "Ministry of Justice", "وزارة العدل", "وزارتِ انصاف"),
        _authority("labour", "Labour Authority", "هيئة العمل", "محکمہ محنت"),
        _authority(
            "npra",
            "Nationality, Passports and Residence Affairs",
            "شؤون الجنسية والجوازات والإقامة",
            "شہریت، پاسپورٹ اور اقامتی امور",
        ),
    ),
    (
        _officer("khalid", "خالد الدوسري", "and", "ar", "desk_officer", "analyst"),
        _officer("maryam", "مريم الأنصاري", "and", "ar", "releasing_officer"),
        _officer("yusuf", "Yusuf Al Balooshi", "coast-guard", "en", "releasing_officer"),
        _officer("noor", "نور الخليفي", "and", "ar", "operator"),
        _officer("reem", "ريم العلوي", "moj", "ar", "desk_officer", "training_coordinator"),
        _officer("jassim", "جاسم البنعلي", "moj", "ar", "legal_reviewer"),
        _officer("dana", "Dana Al Mannai", "moj", "en", "legal_reviewer"),
        _officer("hessa", "حصة الجودر", "moj", "ar", "releasing_officer"),
        _officer("nawaf", "نواف الرميحي", "moj", "ar", "releasing_officer"),
        _officer("amal", "أمل السليطي", "moj", "ar", "releasing_officer"),
        _officer("salman", "سلمان فخرو", "moj", "ar", "liaison_officer"),
        _officer("layla", "ليلى الكواري", "npra", "ar", "desk_officer"),
        _officer("maha", "مها السبيعي", "npra", "ar", "releasing_officer"),
        _officer("rashid", "راشد العبيدلي", "npra", "ar", "releasing_officer"),
        _officer("jaber", "جابر العسكر", "coast-guard", "ar", "desk_officer"),
        _officer("aisha", "عائشة المالكي", "coast-guard", "ar", "watch_officer"),
        _officer("faisal", "فيصل الذوادي", "coast-guard", "ar", "watch_officer", "releasing_officer"),
        _officer("hind", "Hind Al Noaimi", "coast-guard", "en", "watch_officer", "releasing_officer"),
        _officer("muna", "منى شهزاد", "labour", "ur", "protection_officer"),
        _officer("fajer", "فجر المناعي", "labour", "ar", "protection_officer", "releasing_officer"),
        _officer("badria", "بدرية الكعبي", "labour", "ar", "protection_officer", "releasing_officer"),
    ),
)

SEIZURE: Final = {
    "name": "گوادر کے قریب ڈھو پر ہیروئن — Heroin on a dhow off Gwadar",
    "date": "2026-11-02",
    "place": "گوادر بندرگاہ",
    "country": "PK",
    "latitude": "25.1126",
    "longitude": "62.3254",
    "substance": "ہیروئن",
    "amount": "36.432",
    "unit": "kg",
    "purity": "71.5",
    "transport": "sea",
    "departure": "PK",
    "destination": "BH",
    "persons_arrested": "3",
    "seal": ["SL-000123"],
    "summary": "گواہ کے سامنے دو بار تولا گیا۔ Weighed twice before a witness; three men of the crew were arrested.",
}
ANSWER: Final = "وصلنا البلاغ وشكرا. فُتحت قضية لدينا، ونطلب صور الأختام ورقم تسجيل القارب."
QUESTION: Final = "کیا اسی کشتی کا نام آپ کے ریکارڈ میں ہے؟ Is the same vessel on your records?"
REQUEST: Final = "From which port did the dhow of your report sail, and on what day? Please answer before Thursday."
ANSWERING: Final = "amina"
"""Whom the last question waits for."""
