# SPDX-License-Identifier: Apache-2.0
"""Start a new sector that passes its tests: `make sector name=harbour_safety` (docs/how-to/write-a-sector.md).

It writes the fixed shape with one record type, one rule and one example in each script. Its words are whole and say
nothing of the field: whoever goes on puts those of the sector in their place.
"""

import sys
from pathlib import Path
from string import Template
from typing import Final

from taawun.apps.sector import SLUG

ROOT: Final = Path(__file__).resolve().parent.parent
SECTORS: Final = ROOT / "src" / "taawun" / "sectors"
TESTS: Final = ROOT / "tests" / "sectors"

FILES: Final = {
    "__init__.py": '''# SPDX-License-Identifier: Apache-2.0
"""The sector "$title"."""
''',
    "sector.py": '''# SPDX-License-Identifier: Apache-2.0
"""$title: the declaration from which the node serves this sector."""

from typing import Final

from taawun.apps.sector import Kept, Sector
from taawun.sectors.$slug import rules

SECTOR: Final = Sector(
    slug="$slug",
    title={"en": "$title", "ar": "قطاع جديد", "ur": "نیا شعبہ"},
    about={
        "en": "Notes of a new sector, shared under the working group.",
        "ar": "ملاحظات قطاع جديد تُتبادل في إطار فريق العمل.",
        "ur": "نئے شعبے کے نوٹ جو ورکنگ گروپ کے تحت دیے جاتے ہیں۔",
    },
    purpose="coordination",
    instruments=("pk-bh-working-group",),
    roles=frozenset({"desk_officer", "liaison_officer", "analyst"}),
    records={"$type": Kept(months=12, check=rules.check_note)},
)
''',
    "rules.py": '''# SPDX-License-Identifier: Apache-2.0
"""The rules of this sector: pure functions over the data of one record (spec §80.40)."""

from collections.abc import Iterator
from typing import Any

from taawun.apps.sector import Data, Level, Remark


def check_note(data: Data) -> Iterator[Remark]:
    """Note a heading that says nothing more."""
    if not data.get("summary"):
        yield Remark("$type.no-summary", "summary", "Nothing is said beside the heading.", Level.NOTE)


def words_in(text: str) -> Any:
    """Return how many words a text has."""
    return len(text.split())
''',
    "records.yaml": """# SPDX-License-Identifier: Apache-2.0
- type: $type
  version: 1
  personal: false
  ftm: Event
  title: {en: Note, ar: ملاحظة, ur: نوٹ}
  caption: name
  list: {columns: [date], filters: [date], sorts: [date]}
  fields:
    name:
      kind: text
      ftm: name
      label: {en: Heading, ar: العنوان, ur: عنوان}
      required: true
      limit: 300
      examples: [A boat without lights, قارب بلا أضواء, بے روشنی کشتی]
    date:
      kind: date
      ftm: date
      label: {en: Date, ar: التاريخ, ur: تاریخ}
      examples: ["2026-11-22"]
    summary:
      kind: text
      ftm: summary
      label: {en: What is known, ar: المعلومات المتوفرة, ur: دستیاب معلومات}
      limit: 10000
      examples: [No answer on channel 16., لا رد على القناة ١٦., چینل ۱۶ پر جواب نہیں۔]
""",
    "workflows.yaml": """# SPDX-License-Identifier: Apache-2.0
# The case kinds of this sector: packs, with the workflows and parts that they share (formats/packs.py, load_bundle).
{}
""",
    "examples.yaml": """# SPDX-License-Identifier: Apache-2.0
# Records with what the rules see in them, and rows of the rules with the expected answer; tests/sectors runs them.
records:
  - {type: $type, data: {name: A boat without lights}, remarks: [$type.no-summary]}
  - {type: $type, data: {name: قارب بلا أضواء, summary: لا رد على القناة ١٦.}, remarks: []}
  - {type: $type, data: {name: بے روشنی کشتی, summary: چینل ۱۶ پر جواب نہیں۔}, remarks: []}
rows:
  - {rule: words_in, given: {text: A boat without lights}, expect: 4}
""",
    "README.md": """# $title

Notes that the desks of both sides keep on one field of work, and share with each other. One record type (`$type`), one
rule over it and its examples in three scripts stand here as a beginning; the words, the fields and the rules of the
sector take their place.

It works under the model terms of reference of the working group (`pk-bh-working-group`). The authority that each party
names for this sector in its roster answers for what is stated here, and its releasing officers for what leaves.

| File | Decides |
|---|---|
| `rules.py` | what a reader of a note is told of it |
""",
}
TEST: Final = '''# SPDX-License-Identifier: Apache-2.0
"""The rules of the sector "$title" on cases of their own; its examples run in test_examples.py."""

from taawun.sectors.$slug import rules


def test_a_note_with_a_summary_has_no_finding():
    assert not list(rules.check_note({"name": "قارب", "summary": "لا رد"}))
'''


def write(slug: str) -> None:
    """Write a new sector; one that is there is left alone.

    Raises:
        SystemExit: the name is not a slug, or is taken.
    """
    if not SLUG.fullmatch(slug):
        sys.exit("sector: give a name in lower case with underscores: make sector name=harbour_safety")
    folder, tests = SECTORS / slug, TESTS / slug
    if folder.exists():
        sys.exit(f"sector: {folder.relative_to(ROOT)} is there already")
    given = {"slug": slug, "title": slug.replace("_", " ").capitalize(), "type": f"{slug.partition('_')[0]}-note"}
    folder.mkdir()
    tests.mkdir(parents=True, exist_ok=True)
    for name, text in FILES.items():
        (folder / name).write_text(Template(text).substitute(given), encoding="utf-8")
    (tests / "test_rules.py").write_text(Template(TEST).substitute(given), encoding="utf-8")
    print(f"sector: {folder.relative_to(ROOT)} is there; translate its strings with `make locale`")


if __name__ == "__main__":
    write(sys.argv[1] if len(sys.argv) > 1 else "")
