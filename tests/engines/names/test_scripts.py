# SPDX-License-Identifier: Apache-2.0
"""Scripts, and damage undone: what a text is written in, and what it was before a wrong table or keyboard."""

import pytest

from taawun.engines.names.repair import other_layout, repair_mojibake
from taawun.engines.names.scripts import Script, script_of

SCRIPTS = {
    "Latin": ("Muhammad", Script.LATIN),
    "Latin with marks": ("Ḥāfiẓ Əliyev", Script.LATIN),
    "Arabic": ("محمد", Script.ARABIC),
    "Urdu": ("چوہدری", Script.ARABIC),
    "presentation forms": ("ﻣﺤﻤﺪ", Script.ARABIC),
    "Cyrillic": ("Усама", Script.OTHER),
    "two scripts": ("Ali علی", Script.MIXED),
    "a look-alike inside": ("Мuhammad", Script.MIXED),
    "digits alone": ("2024 ۲۰۲۴", Script.NONE),
    "nothing": ("", Script.NONE),
    "emoji": ("😀", Script.NONE),
}
WRONG_TABLES = {
    "UTF-8 read as Windows-1252": ("محمد", "utf-8", "cp1252"),
    "UTF-8 read as Latin-1": ("عبد الرحمن علی", "utf-8", "latin-1"),
    "UTF-8 read as Windows-1256": ("حسین خان", "utf-8", "cp1256"),
    "Windows-1256 read as Windows-1252": ("صلاح الدين", "cp1256", "cp1252"),
    "Windows-1256 read as Latin-1": ("محمد", "cp1256", "latin-1"),
}
SOUND = ("Müller", "Ñañez", "Çelik Öztürk", "Åsa Öö Ää", "محمد", "Ali", "", "Đorđe", "Ù" * 5000)
LAYOUTS = {
    "Arabic typed on Latin keys": ("lpl] ugd", "محمد علي"),
    "in capitals by mistake": ("Lpl] ugd", "محمد علي"),
    "Latin typed on Arabic keys": ("شقم ؤقعغ", "arl cruy"),
    "two scripts": ("Ali علی", None),
    "no letter": ("123", None),
}


@pytest.mark.parametrize(("text", "script"), SCRIPTS.values(), ids=SCRIPTS)
def test_the_script_of_a_text(text, script):
    assert script_of(text) is script


@pytest.mark.parametrize(("text", "written", "read"), WRONG_TABLES.values(), ids=WRONG_TABLES)
def test_text_read_with_the_wrong_table_is_repaired(text, written, read):
    assert repair_mojibake(text.encode(written).decode(read)) == text


@pytest.mark.parametrize("text", SOUND)
def test_sound_text_is_not_repaired(text):
    assert repair_mojibake(text) == text


@pytest.mark.parametrize(("text", "meant"), LAYOUTS.values(), ids=LAYOUTS)
def test_the_other_keyboard_layout(text, meant):
    assert other_layout(text) == meant
