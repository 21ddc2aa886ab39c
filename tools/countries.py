# SPDX-License-Identifier: Apache-2.0
"""Write src/taawun/formats/data/countries.tsv: codes and names in three languages, from Unicode CLDR (Babel).

python tools/countries.py [--check]
"""

import sys
from pathlib import Path

from babel import Locale

TARGET = Path(__file__).resolve().parent.parent / "src/taawun/formats/data/countries.tsv"

# Codes that CLDR lists and ISO 3166-1 does not assign to a country.
NOT_COUNTRIES = {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"}
# Countries that are no more, which old dates and nationalities still name.
FORMER = {"SU": ("former Soviet Union", "الاتحاد السوفيتي السابق", "سابق سوویت یونین")}
# Names as the United Nations and old documents write them.
OTHER_NAMES = {
    "BO": "Bolivia (Plurinational State of)",
    "BN": "Brunei Darussalam",
    "CD": "Democratic Republic of the Congo",
    "CG": "Congo",
    "CI": "Côte d'Ivoire;Ivory Coast",
    "CV": "Cabo Verde",
    "CZ": "Czech Republic",
    "FM": "Micronesia (Federated States of)",
    "GB": "United Kingdom of Great Britain and Northern Ireland;UK",
    "HK": "China, Hong Kong Special Administrative Region",
    "IR": "Iran (Islamic Republic of)",
    "KP": "Democratic People's Republic of Korea",
    "KR": "Republic of Korea",
    "LA": "Lao People's Democratic Republic",
    "MD": "Republic of Moldova",
    "MM": "Myanmar;Burma",
    "MO": "China, Macao Special Administrative Region",
    "NL": "Netherlands (Kingdom of the)",
    "PS": "State of Palestine;Palestine",
    "RU": "Russian Federation",
    "SU": "Soviet Union;USSR",
    "SY": "Syrian Arab Republic",
    "SZ": "Eswatini;Swaziland",
    "TR": "Türkiye;Turkey",
    "TZ": "United Republic of Tanzania",
    "US": "United States of America;USA",
    "VA": "Holy See",
    "VE": "Venezuela (Bolivarian Republic of)",
    "VN": "Viet Nam",
    "AE": "UAE",
    "SA": "Kingdom of Saudi Arabia;KSA",
    "BH": "Kingdom of Bahrain;مملكة البحرين",
    "PK": "Islamic Republic of Pakistan",
}


def render() -> str:
    """Return the table as text."""
    names: list[dict[str, str]] = [dict(Locale(language).territories) for language in ("en", "ar", "ur")]
    codes = [c for c in names[0] if len(c) == 2 and c.isalpha() and c not in NOT_COUNTRIES]
    rows = {code: [territories[code] for territories in names] for code in codes}
    rows |= {code: list(words) for code, words in FORMER.items()}
    head = (
        "# SPDX-License-Identifier: Apache-2.0\n"
        "# Names: Unicode CLDR (Unicode License v3), and as the United Nations write them.\n"
    )
    return head + "".join("\t".join([c, *rows[c], OTHER_NAMES.get(c, "")]) + "\n" for c in sorted(rows))


def main() -> int:
    """Write the table, or with --check tell whether it is current."""
    text = render()
    if "--check" in sys.argv:
        return 0 if TARGET.read_text(encoding="utf-8") == text else 1
    TARGET.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
