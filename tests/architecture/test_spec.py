# SPDX-License-Identifier: Apache-2.0
"""Spec, code and vectors say the same: every § cited exists, every MUST is proven, every error has its §."""

import pytest

from taawun.kernel import errors
from taawun.kernel.errors import TaawunError
from tests.architecture.source import citations, python_files, report, where
from tests.architecture.spec import SPEC, duties, paragraphs, proven

written = pytest.mark.skipif(not list(SPEC.glob("*.md")), reason="spec/ is not written yet")


def every_error(root: type[TaawunError] = TaawunError) -> list[type[TaawunError]]:
    return [root, *(one for child in root.__subclasses__() for one in every_error(child))]


@written
def test_every_paragraph_cited_exists():
    chapters = {number.partition(".")[0] for number in paragraphs()}
    wrong = [
        f"{where(path)}:{line}: cites §{number}"
        for path in python_files()
        for line, number in citations(path)
        if number not in paragraphs() and number.partition(".")[0] in chapters
    ]
    assert not wrong, report(wrong, "correct the number, or write the paragraph in spec/ as `**20.4** …`")


@written
def test_every_must_has_a_vector_or_a_test():
    missing = sorted(duties() - proven(), key=lambda number: tuple(map(int, number.split("."))))
    lines = [f"spec §{number} says MUST: {' '.join(paragraphs()[number].split())[:90]}…" for number in missing]
    assert not lines, report(lines, 'add a vector with "section", or a test that names the paragraph')


@written
def test_the_section_of_every_error_exists():
    wrong = [
        f"{one.__name__} ({one.code}) names §{one.section}"
        for one in every_error()
        if one.section and one.section not in paragraphs()
    ]
    assert not wrong, report(wrong, "correct `section` of the error, or write the paragraph")


def test_error_codes_are_unique_and_well_formed():
    seen: dict[str, str] = {}
    wrong = []
    for one in every_error():
        if one.__module__ != errors.__name__:
            wrong.append(f"{one.__module__}.{one.__name__} stands outside kernel/errors.py")
        area, dot, word = one.code.partition(".")
        if not (dot and area and word and one.code.replace(".", "").replace("-", "").isalnum()):
            wrong.append(f"{one.__name__}: code '{one.code}' is not area.kebab-word")
        if seen.setdefault(one.code, one.__name__) != one.__name__:
            wrong.append(f"{one.__name__} and {seen[one.code]} share the code '{one.code}'")
    assert not wrong, report(wrong, "one tree of errors, one code each")
