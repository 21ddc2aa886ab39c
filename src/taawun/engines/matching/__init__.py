# SPDX-License-Identifier: Apache-2.0
"""Finding one subject in large lists: records, dates, an index on disk, screening and linking.

    index = Index.build(records, path)
    for match in index.search(Record("traveller 1", ("محمد علي",), births=(parse_date("1985"),)), limit=10): ...

A record goes in, matches come out, each with a score, its parts and its reasons. No web framework is needed.
"""

from taawun.engines.matching.dateparse import parse_date
from taawun.engines.matching.dates import PartialDate
from taawun.engines.matching.index import Index
from taawun.engines.matching.link import Link, dedupe, link
from taawun.engines.matching.records import Code, Document, Match, Parts, Reason, Record, Refused, Report

__all__ = [
    "Code",
    "Document",
    "Index",
    "Link",
    "Match",
    "PartialDate",
    "Parts",
    "Reason",
    "Record",
    "Refused",
    "Report",
    "dedupe",
    "link",
    "parse_date",
]
