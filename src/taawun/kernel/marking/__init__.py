# SPDX-License-Identifier: Apache-2.0
"""Records and markings: how an originator's statement may be used, and what may be done with it (spec 80)."""

from taawun.kernel.marking.codes import (
    COURT,
    EXERCISE,
    REVIEW,
    Care,
    Handling,
    InformationGrade,
    PersonCategory,
    SourceGrade,
    Tlp,
)
from taawun.kernel.marking.decisions import (
    Basis,
    Consent,
    Decision,
    Reader,
    Reason,
    may_alert,
    may_count,
    may_link,
    may_send,
    may_show,
    may_show_field,
)
from taawun.kernel.marking.derive import derive, keeps
from taawun.kernel.marking.marking import FieldMarking, Marking, make_marking
from taawun.kernel.marking.payload import RecordPayload
from taawun.kernel.marking.record_set import RecordSet
from taawun.kernel.marking.tlp import handling_of, sensitivity_of, tlp_of
from taawun.kernel.marking.wire import from_wire, to_wire

__all__ = [
    "COURT",
    "EXERCISE",
    "REVIEW",
    "Basis",
    "Care",
    "Consent",
    "Decision",
    "FieldMarking",
    "Handling",
    "InformationGrade",
    "Marking",
    "PersonCategory",
    "Reader",
    "Reason",
    "RecordPayload",
    "RecordSet",
    "SourceGrade",
    "Tlp",
    "derive",
    "from_wire",
    "handling_of",
    "keeps",
    "make_marking",
    "may_alert",
    "may_count",
    "may_link",
    "may_send",
    "may_show",
    "may_show_field",
    "sensitivity_of",
    "tlp_of",
    "to_wire",
]
