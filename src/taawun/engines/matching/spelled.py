# SPDX-License-Identifier: Apache-2.0
"""A vocabulary of names (`engines.names`) made from stored units, with the texts where comparing asks for them too.

Comparing may look at names as they were written besides their units. Texts are then read from the records; where it
does not, nothing is read.
"""

from collections.abc import Callable
from dataclasses import fields
from importlib import import_module
from typing import Any, Final

from taawun.engines.names.vocabulary import Vocabulary

AS_WRITTEN: Final = "written" in {field.name for field in fields(Vocabulary)}
"""Whether names are compared as they were written, too."""


def vocabulary_of(texts: Callable[[], list[str]], *described: Any) -> Vocabulary:
    """Return the vocabulary of names whose units are described as `Vocabulary` has them; `texts` gives the names."""
    if not AS_WRITTEN:
        return Vocabulary(*described)
    written = import_module("taawun.engines.names.written").written
    return Vocabulary(*described, *written(texts()))
