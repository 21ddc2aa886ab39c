# SPDX-License-Identifier: Apache-2.0
"""Files that are whole or not there at all."""

import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import numpy as np
import pytest

from taawun.engines.matching import Index, Record
from taawun.engines.matching.files import SectionWriter, open_sections, writing
from taawun.kernel.errors import IndexBusy, IndexDamaged, NoIndex

OLD = [Record("1", ("Muhammad Usman",)), Record("2", ("فاطمہ بیگم",)), Record("3", ("عبد الرحمن الغامدي",))]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "x.part"
    with SectionWriter(path) as writer:
        writer.add("numbers", np.arange(1000, dtype=np.int32))
        writer.add("none", np.zeros(0, np.uint8))
        writer.finish({"records": 3})
    return path


def test_what_was_written_is_read(file: Path) -> None:
    found = open_sections(file)
    assert found.meta == {"records": 3}
    assert (found.arrays["numbers"] == np.arange(1000)).all()
    assert len(found.arrays["none"]) == 0
    assert list(file.parent.glob("*.new")) == []


DAMAGE = {
    "cut": lambda content: content[:-10],
    "empty": lambda content: b"",
    "another file": lambda content: b"PK" + content[2:],
    "another version": lambda content: content[:8] + b"\x09" + content[9:],
    "a changed section": lambda content: content[:100] + b"\xff" + content[101:],
    "a changed table": lambda content: content[:-5] + b"\xff" + content[-4:],
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_file_is_a_clear_error(file: Path, damage) -> None:
    file.write_bytes(damage(file.read_bytes()))
    with pytest.raises(IndexDamaged):
        open_sections(file)


def test_a_damaged_list_is_a_clear_error(tmp_path: Path) -> None:
    Index.build(OLD, tmp_path)
    listed = tmp_path / "index.json"
    listed.write_text(listed.read_text().replace("parts", "parks"))
    with pytest.raises(IndexDamaged):
        Index.open(tmp_path)


def test_no_index_and_a_lost_part_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(NoIndex):
        Index.open(tmp_path / "nowhere")
    Index.build(OLD, tmp_path)
    next(tmp_path.glob("*.part")).unlink()
    with pytest.raises(IndexDamaged):
        Index.open(tmp_path)


def test_one_writes_at_a_time(tmp_path: Path) -> None:
    with writing(tmp_path), pytest.raises(IndexBusy):
        Index.build(OLD, tmp_path)


KILLED = """
    import os, signal, sys
    from pathlib import Path
    from taawun.engines.matching import Index, Record

    def records():
        for k in range(200_000):
            if k == 70_000:
                print("half", flush=True)
                os.kill(os.getpid(), signal.SIGKILL)
            yield Record(str(k), ("Ali Hassan",))

    Index.build(records(), Path(sys.argv[1]))
"""


def test_a_build_that_is_killed_leaves_the_old_index(tmp_path: Path) -> None:
    Index.build(OLD, tmp_path)
    ran = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(KILLED), str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert ran.returncode == -signal.SIGKILL
    assert ran.stdout == "half\n"
    assert list(tmp_path.glob("*.new"))
    index = Index.open(tmp_path)
    assert [match.record.id for match in index.search(OLD[2])] == ["3"]
    index.append([Record("4", ("Yusuf Khan",))])
    assert len(index) == 4
    assert list(tmp_path.glob("*.new")) == []


READER = """
    import sys
    from pathlib import Path
    from taawun.engines.matching import Index, Record

    index = Index.open(Path(sys.argv[1]))
    print("open", flush=True)
    sys.stdin.readline()
    print(index.search(Record("q", ("Muhammad Usman",)))[0].record.id, len(index), flush=True)
"""


def test_readers_keep_what_they_opened_while_others_write(tmp_path: Path) -> None:
    Index.build(OLD, tmp_path)
    command = [sys.executable, "-c", textwrap.dedent(READER), str(tmp_path)]
    readers = [subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    try:
        assert [reader.stdout.readline() for reader in readers] == ["open\n", "open\n"]
        index = Index.open(tmp_path)
        index.delete(["1"])
        index.compact()
        answers = [reader.communicate("\n", timeout=120)[0] for reader in readers]
    finally:
        for reader in readers:
            if reader.poll() is None:
                os.kill(reader.pid, signal.SIGKILL)
    assert answers == ["1 3\n", "1 3\n"]
    assert len(Index.open(tmp_path)) == 2


SCRIPT = """
    from pathlib import Path
    from taawun.engines.matching import Index, Record

    records = (Record(str(k), (name,)) for k, name in enumerate(["Ali Hassan", "زینب بیگم", "عبد الله"] * 40_000))
    print(len(Index.build(records, Path({folder!r}), workers=2)))
"""


def test_a_script_may_build_a_long_list_without_being_run_again(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(textwrap.dedent(SCRIPT).format(folder=str(tmp_path / "index")), encoding="utf-8")
    ran = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=False)
    assert (ran.stdout, ran.returncode) == ("120000\n", 0), ran.stderr
