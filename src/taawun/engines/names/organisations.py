# SPDX-License-Identifier: Apache-2.0
"""Organisations: the distinctive words count; what kind of body it is, little; its legal form, hardly.

Numbers and ordinals tell branches and series apart. Legal forms of one class are taken for each other, because a
register writes "Ltd" where another writes "LLC" or "ذ.م.م".
"""

from taawun.engines.names.lexicon import Role
from taawun.engines.names.profile import Profile

_CLASSES = (
    ("ltd", "llc", "pvt", "pte", "gmbh", "sarl", "bv", "fze", "kk"),  # closed: members' liability is limited
    ("plc", "sa", "ag", "inc", "oy", "tbk"),  # stock companies
    ("est",),
    ("ano",),
)

# Words of legal forms written in full ("Open Joint Stock Company"), and words that most organisations could bear.
_WORDS = {
    **dict.fromkeys(("open", "closed", "joint", "stock", "liability", "public", "responsibility", "lp", "na"), 0.8),
    **dict.fromkeys(("fund", "capital", "systems", "solutions", "management", "security", "federal", "state"), 4.0),
    **dict.fromkeys(("first", "central", "united", "global", "royal", "modern", "new", "north", "south"), 4.0),
}

ORGANISATION = Profile(
    "organisation",
    by_role={
        Role.PARTICLE: 0.3,
        Role.TITLE: 1.5,
        Role.LEGAL_FORM: 0.8,
        Role.GENERIC: 2.5,
        Role.ORDINAL: 4.0,
        Role.NUMBER: 4.0,
        Role.INITIAL: 2.0,
    },
    rarest=11.0,
    acronyms=True,
    words=_WORDS,
    classes={form: number for number, forms in enumerate(_CLASSES, start=1) for form in forms},
)
