# SPDX-License-Identifier: Apache-2.0
"""Words that dates are written with, in English, Arabic (both sets of month names) and Urdu; data only."""

from typing import Final

_MONTHS: Final = (
    "january jan يناير جنوری كانون‌الثاني",
    "february feb فبراير فروری شباط",
    "march mar مارس مارچ اذار آذار",
    "april apr ابريل أبريل إبريل اپریل نيسان",
    "may مايو مئی مئ ايار أيار",
    "june jun يونيو جون حزيران",
    "july jul يوليو جولائی تموز",
    "august aug اغسطس أغسطس اگست آب",
    "september sep sept سبتمبر ستمبر ايلول أيلول",
    "october oct اكتوبر أكتوبر اکتوبر تشرين‌الاول تشرين‌الأول",
    "november nov نوفمبر نومبر تشرين‌الثاني",
    "december dec ديسمبر دسمبر كانون‌الاول كانون‌الأول",
)

_HIJRI_MONTHS: Final = (
    "muharram محرم المحرم",
    "safar صفر",
    "rabi‌al-awwal rabi‌i rabi‌1 ربيع‌الاول ربيع‌الأول ربیع‌الاول",
    "rabi‌al-thani rabi‌ii rabi‌2 ربيع‌الثاني ربيع‌الآخر ربیع‌الثانی",
    "jumada‌al-ula jumada‌i jumada‌1 جمادى‌الاولى جمادى‌الأولى جمادی‌الاول",
    "jumada‌al-akhira jumada‌ii jumada‌2 جمادى‌الآخرة جمادى‌الثانية جمادی‌الثانی",
    "rajab رجب",
    "shaban sha'ban شعبان",
    "ramadan ramadhan ramzan رمضان",
    "shawwal شوال",
    "dhu‌al-qadah dhul‌qadah ذو‌القعدة ذی‌القعدہ ذوالقعدہ",
    "dhu‌al-hijjah dhul‌hijjah ذو‌الحجة ذی‌الحجہ ذوالحجہ",
)


def _numbered(months: tuple[str, ...]) -> dict[str, int]:
    return {name.replace("\u200c", " "): at + 1 for at, names in enumerate(months) for name in names.split()}


MONTHS: Final = _numbered(_MONTHS)
"""Name of a Gregorian month, lower case → its number."""

HIJRI_MONTHS: Final = _numbered(_HIJRI_MONTHS)
"""Name of a Hijri month, lower case → its number."""

ABOUT: Final = ("approximately", "approx", "circa", "about", "around", "ca", "c", "حوالي", "تقريبا", "تقریبا", "نحو")
"""Words that say a date is about right."""

BETWEEN: Final = ("between", "from", "بين", "من", "از")
"""Words that open a range; they may be left out."""

AND: Final = ("and", "to", "until", "till", "و", "الى", "إلى", "تا", "سے", "اور")
"""Words between the two ends of a range."""

BORN: Final = ("born", "dob", "date of birth", "year of birth", "yob", "مواليد", "سنة", "عام", "سال", "the year")
"""Words around a date that say nothing about it."""

HIJRI: Final = ("ah", "a.h", "hijri", "هـ", "ه", "ھ", "ہجری", "هجري")
"""Words after a date in the Hijri calendar."""

GREGORIAN: Final = ("ad", "ce", "م", "ء", "عیسوی", "ميلادي")
"""Words after a date in the Gregorian calendar."""
