# SPDX-License-Identifier: Apache-2.0
"""Screening without a server, as people run it: a process, its files, its exit codes, and its end in the middle."""

import csv
import json
import os
import subprocess
import sys

import openpyxl
import pytest
from typer.testing import CliRunner

from taawun.formats.people import open_list
from taawun.kernel.errors import OtherScreening, TaawunError
from taawun.site.cli.app import app
from taawun.site.screening import lists, running
from taawun.site.screening.journal import Journal, Totals
from taawun.site.screening.running import Options, Screening, prepare

# Nobody in these lists exists.
LIST = """id,Name,Father's Name,DOB,Nationality
L1,Marwan Al-Testouni,Idris,1971-03-02,BH
L2,زرینہ فرضی خان,,1980,PK
L3,شركة المثال للملاحة,,,BH
"""
NAMES = """Name,DOB,Nationality
مروان التستوني,02/03/1971,بحريني
Zarina Farzi Khan,1980,Pakistani
Thomas Underhill,1999-09-09,GB
,1999,GB
Sara Mirza,نام,PK
"""


def taawun(folder, *arguments, code=None):
    """Run the command as a process of its own, with its cache in the folder of the test."""
    command = [sys.executable, "-m", "taawun.site.cli", "screen", *map(str, arguments)]
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TAAWUN", "DJANGO"))}
    environ = kept | {"XDG_CACHE_HOME": str(folder / "cache"), "COLUMNS": "160"}
    said = subprocess.run(command, env=environ, text=True, capture_output=True, timeout=300, check=False, cwd=folder)
    assert code is None or said.returncode == code, said.stderr + said.stdout
    assert "Traceback" not in said.stderr
    return said


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("screen")
    (folder / "list.csv").write_text(LIST, encoding="utf-8")
    (folder / "names.csv").write_text(NAMES, encoding="utf-8")
    return folder


def hits(results):
    return [(one["row"], one["list_id"]) for one in results if one["result"] == "hit"]


def test_hits_in_three_scripts_are_explained_and_bad_rows_listed(files):
    said = taawun(files, "--against", "list.csv", "--names", "names.csv", "--json", "--all", code=3)
    results = [json.loads(line) for line in said.stdout.splitlines()]
    assert hits(results) == [(2, "L1"), (3, "L2")]
    assert [(one["row"], one["result"], one.get("column")) for one in results if one["result"] != "hit"] == [
        (4, "no hit", None), (5, "not screened", "Name"), (6, "read in part", "DOB"), (6, "no hit", None),
    ]  # fmt: skip
    first = results[0]
    assert (first["name_met"], first["list_name"]) == ("مروان التستوني", "Marwan Al-Testouni")
    assert "born" in first["reasons"]
    assert "مروان" in first["alignment"]
    assert "Marwan" in first["alignment"]
    assert first["birth_score"] is not None
    assert first["father_score"] is None
    assert "Columns: Name = name, DOB = birth, Nationality = country." in said.stderr


def test_a_terminal_gets_a_table_and_people_find_nothing_left_over(files):
    said = taawun(files, "--against", "list.csv", "--names", "names.csv", code=3)
    assert "Marwan Al-Testouni" in said.stdout
    assert "has neither a name nor a document" in said.stdout
    assert "index from an earlier run" in said.stderr
    assert sorted(path.name for path in files.iterdir()) == ["cache", "list.csv", "names.csv"]


CODES = {
    "no hit": ("Name\nThomas Underhill\n", (), 0),
    "a hit": ("Name\nZarina Farzi Khan\n", (), 3),
    "a hit by a column said by hand": ("Nom;Ville\nZarina Farzi Khan;Karachi\n", ("--map", "Nom=name"), 3),
    "no hit, and a row that was not screened": ("Name\nThomas Underhill\n---\n", (), 4),
}
REFUSED = {
    "an empty file": ("", (), "empty"),
    "no known column": ("Nom;Ville\nZarina Farzi Khan;Karachi\n", (), "known as a name"),
    "a wrong mapping": ("Name\nSara\n", ("--map", "name"), "COLUMN=FIELD"),
    "an output of another kind": ("Name\nSara\n", ("--output", "out.pdf"), ".csv, .xlsx, .json"),
    "an output nowhere": ("Name\nSara\n", ("--output", "nowhere/out.csv"), "folder"),
}


def here(folder, text, *more):
    """Run the command in this process; it must end as it would in its own."""
    (folder / "list.csv").write_text(LIST, encoding="utf-8")
    (folder / "names.csv").write_text(text, encoding="utf-8")
    given = ("--against", folder / "list.csv", "--names", folder / "names.csv", "--index", folder / "indexes", *more)
    return CliRunner().invoke(app, ["screen", *map(str, given)])


@pytest.mark.parametrize(("text", "more", "code"), CODES.values(), ids=CODES)
def test_the_exit_code_says_what_came_of_it(tmp_path, text, more, code):
    assert here(tmp_path, text, *more).exit_code == code


@pytest.mark.parametrize(("text", "more", "said"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_done_is_refused_in_words_without_content(tmp_path, text, more, said):
    refused = here(tmp_path, text, *more).exception
    assert isinstance(refused, TaawunError)
    assert said in str(refused)
    assert "Zarina" not in str(refused)


def test_beside_columns_that_are_not_known_it_is_said_how_one_is_stated(tmp_path):
    text, more, _said = REFUSED["no known column"]
    assert "--map 2=name" in here(tmp_path, text, *more).output


def test_ctrl_c_ends_with_a_word_and_leaves_what_was_done(tmp_path, monkeypatch):
    def interrupted(*_arguments, **_options):
        raise KeyboardInterrupt

    monkeypatch.setattr(running, "results_of", interrupted)
    stopped = here(tmp_path, NAMES, "--output", tmp_path / "out.csv")
    assert stopped.exit_code == 130
    assert "goes on where it stopped" in stopped.output
    assert (tmp_path / "out.csv.unfinished").exists()


# --- in this process: files, interruption, a list that changed -----------------------------------


@pytest.fixture
def made(files, tmp_path):
    """Return a function that runs a screening here and returns what it yielded."""
    running_ones = []

    def make(output=None, names=NAMES, text=LIST, since=None, stop_after=None, **options):
        (tmp_path / "list.csv").write_text(text, encoding="utf-8")
        (tmp_path / "names.csv").write_text(names, encoding="utf-8")
        chosen = Options(output=output, index=tmp_path / "indexes", **options)
        ready = prepare(open_list(tmp_path / "list.csv"), chosen, since=since)
        screening = Screening(open_list(tmp_path / "names.csv"), ready, chosen)
        running_ones.append(screening)
        results = []
        for result in screening.results(lambda _done: None):
            results.append(result)
            if stop_after and len(results) == stop_after:
                screening.close()
                return screening, results
        return screening, results + list(screening.finish())

    yield make
    for screening in running_ones:
        screening.close()


def test_results_are_written_for_offices(made, tmp_path):
    for kind in (".csv", ".xlsx", ".json"):
        made(tmp_path / f"out{kind}", every=True)
    assert sorted(path.name for path in tmp_path.glob("*out*")) == ["out.csv", "out.json", "out.xlsx"]
    table = list(csv.DictReader((tmp_path / "out.csv").read_text(encoding="utf-8-sig").splitlines()))
    sheet = list(openpyxl.load_workbook(tmp_path / "out.xlsx")["results 1"].values)
    written = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert len(table) == len(sheet) - 1 == len(written["results"])
    assert hits(written["results"]) == [(2, "L1"), (3, "L2")]
    assert written["about"]["rows not read"] == 1
    assert (tmp_path / "out.csv").stat().st_mode & 0o077 == 0


def test_a_name_is_never_a_formula(made, tmp_path):
    names = 'Name\n"=HYPERLINK(""http://192.0.2.1"") Zarina Farzi Khan"\n'
    for kind in (".csv", ".xlsx"):
        made(tmp_path / f"out{kind}", names=names, every=True, threshold=0.0)
    rows = list(csv.DictReader((tmp_path / "out.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert rows[0]["name"].startswith("'=HYPERLINK")
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx")["results 1"]
    assert {cell.data_type for cell in sheet["D"]} == {"s"}


def test_what_was_stopped_goes_on_and_gives_the_same(made, tmp_path, monkeypatch):
    monkeypatch.setattr(running, "EVERY_ROWS", 3)
    names = NAMES + "Zarina Farzi Khan,1980,PK\nThomas Underhill,,\n" * 6
    made(tmp_path / "whole.json", names=names, every=True)
    made(tmp_path / "parts.json", names=names, every=True, stop_after=7)
    assert not (tmp_path / "parts.json").exists()
    again, rest = made(tmp_path / "parts.json", names=names, every=True)
    assert 0 < again.resumed < 18
    assert again.totals.rows == 17
    whole, parts = (json.loads((tmp_path / name).read_text())["results"] for name in ("whole.json", "parts.json"))
    assert whole == parts
    assert sorted(map(str, rest)) == sorted(map(str, whole)), "also what the earlier run had found is told"
    assert [path.name for path in tmp_path.glob("*.unfinished")] == []


def test_another_screening_does_not_go_on_where_this_one_stopped(made, tmp_path):
    made(tmp_path / "out.json", stop_after=1)
    with pytest.raises(OtherScreening):
        made(tmp_path / "out.json", names=NAMES + "Sara,,\n")


def test_a_journal_cut_anywhere_is_taken_up_at_its_last_mark(tmp_path):
    path, about = tmp_path / "out.unfinished", {"names": "x"}
    journal = Journal(path, about)
    for row in range(1, 7):
        journal.add({"row": row, "name": "سارہ"})
        if row % 2 == 0:
            journal.reached(row, Totals(rows=row))
    journal.close()
    whole = path.read_bytes()
    for cut in range(len(whole.split(b"\n")[0]) + 1, len(whole), 7):
        path.write_bytes(whole[:cut])
        again = Journal(path, about)
        assert again.done in (0, 2, 4, 6)
        assert [one["row"] for one in again.results()] == list(range(1, again.done + 1))
        assert again.totals.rows == again.done
        again.close()


def test_only_what_changed_in_the_list_is_screened(made, tmp_path):
    old = tmp_path / "old.csv"
    old.write_text(LIST.replace("L1,Marwan Al-Testouni,Idris,1971-03-02,BH\n", "L9,Gone Person,,,\n"), encoding="utf-8")
    screening, results = made(since=open_list(old))
    assert hits(results) == [(2, "L1")], "L2 was on the old list too"
    assert screening._ready.counts == lists.Counts(records=1, unchanged=2, gone=1)
    screening, results = made(text=old.read_text(encoding="utf-8"), since=open_list(old))
    assert (screening._ready.counts.records, hits(results)) == (0, [])


def test_a_list_that_changed_gets_an_index_of_its_own(made, tmp_path, monkeypatch):
    monkeypatch.setattr(lists, "KEPT", 2)
    assert hits(made(text=LIST.replace("L2", "L7"))[1]) == [(2, "L1"), (3, "L7")]
    for number in range(3):
        first, _ = made(text=LIST.replace("L2", f"M{number}"))
        again, results = made(text=LIST.replace("L2", f"M{number}"))
        assert (first._ready.reused, again._ready.reused) == (False, True)
        assert hits(results) == [(2, "L1"), (3, f"M{number}")]
    assert len(list((tmp_path / "indexes").iterdir())) == 2


def test_a_list_with_holes_does_not_look_whole(made):
    text = LIST + "L4,---,,,\nL1,Second Of This Number,,,\n"
    for _ in range(2):
        screening, _ = made(text=text)
        assert (screening._ready.counts.records, screening._ready.counts.lost) == (4, 1)


def test_a_damaged_index_is_built_again(made, tmp_path):
    made()
    for part in (tmp_path / "indexes").glob("*/index/*.part"):
        part.write_bytes(part.read_bytes()[:100])
    assert hits(made()[1]) == [(2, "L1"), (3, "L2")]


def test_help_says_every_exit_code():
    said = " ".join(CliRunner().invoke(app, ["screen", "--help"]).output.split())
    assert all(word in said for word in ("0 no hit", "3 hits", "4 no hit but", "130 stopped"))
