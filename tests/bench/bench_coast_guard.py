# SPDX-License-Identifier: Apache-2.0
"""AIS sentences decoded with state kept, beside pyais alone; events over a million positions, beside MovingPandas.

The sentences are made up once by pyais's encoder, in the mix of the real samples, with time stamps and a hundredth of
them broken. MovingPandas knows no encounters: it is timed on what it has, trajectories with speeds and stops, over the
same positions, and runs in an environment of its own (.bench/coast_guard), from PyPI.
"""

import json
import random
import subprocess
import tempfile
from collections.abc import Iterator
from functools import reduce
from operator import xor
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
import pyais
from pyais.encode import encode_dict

from taawun.engines.tracks import Points, Tracks, events
from taawun.formats.ais.bulk import Bulk
from taawun.formats.ais.messages import DEGREE

AREA = "coast_guard"
LINES = 200_000
PEER_LINES = 10_000
VESSELS, FIXES = 700, 1_440
MIX = (1, 1, 1, 1, 1, 1, 3, 3, 18, 27)
ROOT = Path(__file__).resolve().parents[2]
HOME = ROOT / ".bench" / "coast_guard"
PEER_POSITIONS = 100_000
TIME_LIMIT = 1_800  # seconds

Line = dict[str, Any]


def run() -> Iterator[Line]:
    """Yield the measurements of the coast guard."""
    yield decoding()
    yield finding()


def decoding() -> Line:
    """Measure sentences a second, with the newest position of each vessel kept."""
    lines = sentences()
    data = b"\n".join(lines) + b"\n"
    Bulk().feed(data[:10_000])  # compiled, or loaded
    bulk, tracks = Bulk(), Tracks()
    began = perf_counter()
    for start in range(0, len(data), 1 << 20):
        rows = bulk.feed(data[start : start + (1 << 20)]).placed
        tracks.take(rows[:, 0], rows[:, 1], rows[:, 2] / DEGREE, rows[:, 3] / DEGREE, rows[:, 4] / 10)
    ours = bulk.reader.heard.sentences / (perf_counter() - began)
    began, last = perf_counter(), {}
    for line in lines[:PEER_LINES]:
        try:
            said = pyais.decode(line[line.index(b"!") :])
        except pyais.exceptions.AISBaseException:
            continue
        last[said.mmsi] = said
    peer = PEER_LINES / (perf_counter() - began)
    note = f"{bulk.reader.heard.decoded} of {LINES} decoded, {len(tracks.latest())} vessels kept; pyais per line"
    return {"bench": "coast_guard/sentences", "value": round(ours), "unit": "sentences/s", "peer": "pyais",
            "peer_value": round(peer), "note": note}  # fmt: skip


def finding() -> Line:
    """Measure seconds for all events over a million positions."""
    columns = fleet()
    points = Points.of(*columns)
    events(Points.of(*(column[:10_000] for column in columns)))
    began = perf_counter()
    found = events(points)
    ours = perf_counter() - began
    measured = moving_pandas(columns)
    note = f"{len(points)} positions of {VESSELS} vessels, {len(found)} events; {measured['note']}"
    return {"bench": "coast_guard/events_s", "value": round(ours, 2), "unit": "s", "peer": "movingpandas",
            "peer_value": measured["seconds"], "note": note}  # fmt: skip


def sentences() -> list[bytes]:
    """Return made-up lines in the mix of real files, a hundredth of them broken."""
    chance, made = random.Random(1), []
    for number in range(2_000):
        kind = MIX[number % len(MIX)]
        said = {"msg_type": kind, "type": kind, "mmsi": 408_990_000 + number % 500, "lat": chance.uniform(24, 27),
                "lon": chance.uniform(50, 66), "speed": chance.uniform(0, 20)}  # fmt: skip
        line = encode_dict(said, talker_id="AI", sentence_type="VDM", radio_channel="A")[0].encode()
        block = b"s:mast,c:%d" % (1_795_132_800 + number)
        made.append(b"\\" + block + b"*%02X\\" % reduce(xor, block) + (line[:-1] if number % 100 == 0 else line))
    return (made * (LINES // len(made) + 1))[:LINES]


def fleet() -> tuple[Any, ...]:
    """Return a day of made-up vessels, a third of them nearly still, as columns."""
    chance = np.random.default_rng(1)
    mmsi = np.repeat(np.arange(VESSELS) + 408_990_000, FIXES)
    time = np.tile(np.arange(FIXES) * 60, VESSELS) + 1_795_132_800
    knots = chance.choice([0.3, 8.0, 12.0], VESSELS)
    way = (knots * 1852 / 3600)[:, None] * np.arange(FIXES)[None] * 60 / 111_195
    turn = chance.uniform(0, 2 * np.pi, VESSELS)[:, None]
    lon = chance.uniform(48, 66, VESSELS)[:, None] + way * np.cos(turn)
    lat = chance.uniform(16, 28, VESSELS)[:, None] + way * np.sin(turn)
    return mmsi, time, lon.ravel(), lat.ravel(), np.repeat(knots, FIXES)


PEER = """
import json, sys, time
import numpy as np, pandas as pd, movingpandas as mpd
from datetime import timedelta
rows = np.load(sys.argv[1])
began = time.perf_counter()
table = pd.DataFrame({"id": rows[0].astype(int), "t": pd.to_datetime(rows[1], unit="s"), "x": rows[2], "y": rows[3]})
found = mpd.TrajectoryCollection(table, "id", t="t", x="x", y="y", crs="EPSG:4326")
found.add_speed(overwrite=True)
stops = mpd.TrajectoryStopDetector(found).get_stop_points(min_duration=timedelta(hours=2), max_diameter=2000)
gaps = mpd.ObservationGapSplitter(found).split(gap=timedelta(hours=6))
print(json.dumps({"seconds": time.perf_counter() - began}))
"""


def moving_pandas(columns: tuple[Any, ...]) -> dict[str, Any]:
    """Return how long MovingPandas takes for speeds, stops and gaps, brought to a million positions."""
    uv, python = str(ROOT / ".venv" / "bin" / "uv"), HOME / "bin" / "python"
    part = PEER_POSITIONS // FIXES * FIXES
    try:
        if not python.exists():
            subprocess.run([uv, "venv", "--quiet", str(HOME)], check=True, capture_output=True)
            command = [uv, "pip", "install", "--quiet", "--python", str(python), "movingpandas"]
            subprocess.run(command, check=True, capture_output=True)
        with tempfile.TemporaryDirectory(prefix="taawun-bench-") as folder:
            rows = Path(folder) / "rows.npy"
            np.save(rows, np.stack([np.asarray(one[:part], float) for one in columns[:4]]))
            done = subprocess.run([str(python), "-c", PEER, str(rows)], check=True, capture_output=True, text=True,
                                  timeout=TIME_LIMIT)  # fmt: skip
    except (subprocess.SubprocessError, OSError) as error:
        return {"seconds": None, "note": f"movingpandas did not run: {type(error).__name__}"}
    seconds = json.loads(done.stdout.strip().splitlines()[-1])["seconds"] * len(columns[0]) / part
    return {"seconds": round(seconds, 1), "note": f"peer: speeds, stops and gaps, timed on {part} of them and scaled"}
