# SPDX-License-Identifier: Apache-2.0
"""Why a file cannot be read, in the reader's language: what `formats` and the sectors say of it in English.

An error carries its English detail, which is its key; here each stands so that catalogues hold it.
"""

from typing import Final

from django.utils.translation import gettext_noop

SENTENCES: Final = (
    gettext_noop("The file is empty."),
    gettext_noop("The file is not text."),
    gettext_noop("Its letters are not in the encoding {encoding}."),
    gettext_noop("After row {row} there are letters outside the encoding {encoding}."),
    gettext_noop("After row {row} there is something that is not text."),
    gettext_noop("After row {row} the quotes or delimiters are broken."),
    gettext_noop("Row {row} has more than {columns} columns, or more than {characters} characters in one of them."),
    gettext_noop("The first row does not name the columns, or names one twice."),
    gettext_noop("There is no row below the header."),
    gettext_noop("This very file was taken in already."),
    gettext_noop("This very file was imported already: undo that import first, or let it go on."),
    gettext_noop("The compressed file breaks off or is damaged."),
    gettext_noop("The compressed file is damaged."),
    gettext_noop("The archive is broken or locked."),
    gettext_noop("The archive holds {count} tables, and one is expected."),
    gettext_noop("It is an Excel workbook; save its sheet as CSV."),
    gettext_noop("The first row is not that of the Individual Drug Seizures file."),
    gettext_noop("Columns that are missing: {columns}."),
    gettext_noop("There are other columns than published, or they stand in another order."),
    gettext_noop("The file is not JSON."),
    gettext_noop("The file is not a list of announcements."),
    gettext_noop("More than {limit} MiB."),
    gettext_noop("There is no sentence of AIS (AIVDM or AIVDO) at its beginning."),
    gettext_noop("Line {line} is not an entry of an extract."),
    gettext_noop("An entry without a reference number or a name."),
    gettext_noop("Broken XML at line {line}, column {column}."),
    gettext_noop("XML with a document type, an entity or an external reference."),
    gettext_noop("The file's encoding does not fit its bytes."),
    gettext_noop("A text of more than {most} characters."),
    gettext_noop("An entry of more than {most} elements."),
    gettext_noop("The root is not CONSOLIDATED_LIST."),
)
