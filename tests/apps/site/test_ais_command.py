# SPDX-License-Identifier: Apache-2.0
"""`taawun ais` as people type it: what is asked of the options is said before anything is opened."""

import pytest
from typer.testing import CliRunner

from taawun.kernel.errors import BadSetting
from taawun.site.cli.app import app

WRONG = {
    "neither": ([], "one of --udp and --tcp"),
    "both": (["--udp", "127.0.0.1:10110", "--tcp", "127.0.0.1:10110"], "one of --udp and --tcp"),
    "no port": (["--udp", "127.0.0.1"], "expected"),
    "a port that is none": (["--tcp", "127.0.0.1:seventy"], "expected"),
    "a port too high": (["--tcp", "127.0.0.1:70000"], "expected"),
    "another machine": (["--tcp", "203.0.113.7:10110"], "an address of this machine"),
    "every address": (["--udp", "0.0.0.0:10110"], "an address of this machine"),
}


def ais(*arguments: str):
    return CliRunner().invoke(app, ["ais", *arguments])


@pytest.mark.parametrize(("options", "sentence"), WRONG.values(), ids=WRONG)
def test_a_stream_comes_from_one_place_on_this_machine(options, sentence):
    said = ais("listen", *options)
    assert said.exit_code != 0
    assert isinstance(said.exception, BadSetting | SystemExit)
    assert sentence in f"{said.output}{said.exception}"


@pytest.mark.parametrize("options", [["--seconds", "soon"], ["--serial", "/dev/ttyS0"]])
def test_an_option_that_is_none_is_refused_by_name(options):
    said = ais("listen", *options)
    assert said.exit_code == 2
    assert options[0] in said.output


def test_a_file_that_is_not_there_is_refused():
    said = ais("import", "/nowhere/sentences.nmea", "--as", "asma", "--purpose", "coast-guard")
    assert said.exit_code == 2


def test_help_names_both_ways():
    said = ais("listen", "--help").output
    assert "--udp" in said
    assert "--tcp" in said
    assert ais("--help").exit_code == 0
