# SPDX-License-Identifier: Apache-2.0
"""Why a file is no list that can be read, in the reader's language: what `formats` says of it in English.

An error carries its English detail, which is its key; here each stands so that catalogues hold it.
"""

from typing import Final

from django.utils.translation import gettext_noop

SENTENCES: Final = (
    gettext_noop("The compressed file breaks off or is damaged."),
    gettext_noop("A workbook inside another compression; unpack it first."),
    gettext_noop("The file is empty."),
    gettext_noop("The file is not text."),
    gettext_noop("JSON must stand one object a line, not as one array."),
    gettext_noop("It is a web page, whatever its name says; save it as .xlsx or CSV."),
    gettext_noop("It is a PDF document; export the table as CSV or .xlsx."),
    gettext_noop("It is an old Excel file (.xls) or locked by a password; save it as .xlsx without one."),
    gettext_noop("It is a text document; export the table as CSV or .xlsx."),
    gettext_noop("It is an archive; unpack it first."),
    gettext_noop("The sheet is broken: it cannot be read to its end."),
    gettext_noop("The workbook is broken, or locked by a password."),
    gettext_noop("The workbook has no visible sheet."),
    gettext_noop("The workbook has no rows."),
    gettext_noop("None of the {count} columns is known as a name. Head the column of the names with the word name."),
    gettext_noop("Nobody is in it."),
    gettext_noop("More than {most} people are in it."),
    gettext_noop("There is no PAXLST message in it."),
    gettext_noop("A segment has more than {limit} KiB."),
    gettext_noop("A second interchange names other signs than the first; send it as a file of its own."),
    gettext_noop("The UNA segment names one sign twice, or a letter or digit."),
    gettext_noop("No interchange begins in it: there is neither UNA nor UNB, UNG or UNH."),
)
