# SPDX-License-Identifier: Apache-2.0
"""The words that a letter of a case needs beside those of the pack and of formats/papers, in its own language.

A letter's language need not be the officer's, so these are no messages of the page's catalogue.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from taawun.apps.ui import languages
from taawun.formats import countries
from taawun.kernel.cases.words import Words


def _w(en: str, ar: str, ur: str) -> Words:
    return MappingProxyType({"en": en, "ar": ar, "ur": ur})


WORDS: Final[Mapping[str, Words]] = MappingProxyType(
    {
        "not_applicable": _w("Not applicable: {why}", "لا ينطبق: {why}", "لاگو نہیں: {why}"),
        "offence": _w("Offence {id}", "الجريمة {id}", "جرم {id}"),
        "category": _w("Kind of offence", "نوع الجريمة", "جرم کی قسم"),
        "article": _w("Provision of law", "النص القانوني", "قانونی دفعہ"),
        "law_date": _w("Law as of", "القانون النافذ في", "قانون بتاریخ"),
        "conduct": _w("Acts", "الأفعال", "افعال"),
        "committed": _w("Committed on", "تاريخ الارتكاب", "تاریخِ ارتکاب"),
        "places": _w("Where", "مكان الارتكاب", "مقام"),
        "penalty": _w("Highest penalty", "أقصى عقوبة", "زیادہ سے زیادہ سزا"),
        "months": _w("{months} months", "{months} شهراً", "{months} ماہ"),
        "lifelong": _w("Life imprisonment", "السجن المؤبد", "عمر قید"),
        "death": _w("Death", "الإعدام", "سزائے موت"),
        "sentence": _w("Sentence imposed", "العقوبة المحكوم بها", "سنائی گئی سزا"),
        "remaining": _w("Left to serve", "المتبقي من العقوبة", "باقی ماندہ سزا"),
        "counterpart": _w(
            "Under the law of the requested side",
            "وفق قانون الطرف المطلوب إليه",
            "درخواست وصول کنندہ فریق کے قانون میں",
        ),
        "counterpart_penalty": _w("Its highest penalty", "أقصى عقوبته", "اس کی زیادہ سے زیادہ سزا"),
        "unnamed": _w("Not known", "غير معروف", "نامعلوم"),
        "in_en": _w("English", "الإنجليزية", "انگریزی"),
        "in_ar": _w("Arabic", "العربية", "عربی"),
        "in_ur": _w("Urdu", "الأردية", "اردو"),
        "in_zxx": _w("no language", "بلا لغة", "کوئی زبان نہیں"),
        "yes": _w("yes", "نعم", "ہاں"),
        "no": _w("no", "لا", "نہیں"),
        "reasons": _w("Reasons", "الأسباب", "وجوہ"),
        "grounds": _w("Grounds on which the refusal rests", "الأسباب القانونية للرفض", "انکار کی قانونی بنیادیں"),
        "assurance": _w("Assurance", "الضمانة", "ضمانت"),
        "assurance_about": _w("It is about", "تتعلق بـ", "موضوع"),
        "given_by": _w("Given by", "صادرة عن", "دینے والا"),
        "state_of_case": _w("Where the case stands", "حالة القضية", "معاملے کی صورتِ حال"),
        "suspect": _w("Suspect", "مشتبه فيه", "مشتبہ"),
        "accused": _w("Accused", "متهم", "ملزم"),
        "convicted": _w("Convicted", "محكوم عليه", "سزا یافتہ"),
        "witness": _w("Witness", "شاهد", "گواہ"),
        "victim": _w("Victim", "مجني عليه", "متاثرہ شخص"),
        "expert": _w("Expert", "خبير", "ماہر"),
        "detained": _w("Detained", "محتجز", "زیرِ حراست"),
        "other": _w("Other", "صفة أخرى", "دیگر"),
    }
)


def word(slug: str, language: str, **given: object) -> str:
    """Return a word in a language, with what stands in its places; the slug itself where there is no such word."""
    found = WORDS.get(slug)
    return (found[language] if found else slug).format(**given)


def countries_in(codes: Iterable[str], language: str) -> str:
    """Return countries by their names; what is no code of a country as it was written."""
    named = (countries.NAMES[code][language] if code in countries.NAMES else str(code) for code in codes)
    return languages.find(language).comma.join(named)
