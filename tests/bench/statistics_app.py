# SPDX-License-Identifier: Apache-2.0
"""The Individual Drug Seizures file taken in on a fresh node, or by pandas. Prints one JSON object.

python -m tests.bench.statistics_app ours|pandas FILE
"""

import json
import resource
import sqlite3
import sys
import tempfile
import time
from pathlib import Path
from typing import Any


def main(who: str, file: Path) -> None:
    """Measure one of the two in this process."""
    answer = ours(file) if who == "ours" else pandas(file)
    answer["memory_mb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    print(json.dumps(answer))


def ours(file: Path) -> dict[str, Any]:
    """Take the file in as an officer does: kept, read, checked, stored, duplicates and outliers found."""
    from tests import house

    scratch = house.prepare()  # a folder that goes with its name
    import django

    django.setup()
    from django.core.management import call_command

    from taawun.apps.audit.actors import Actor
    from taawun.apps.jobs import runner
    from taawun.apps.jobs.models import Job
    from taawun.sectors.counter_narcotics import services
    from tests.apps.making import T0

    call_command("migrate", verbosity=0)
    actor = Actor.system("bench")
    began, busy = time.perf_counter(), time.process_time()
    with file.open("rb") as data:
        dataset = services.take_statistics(actor, data, "counter-narcotics", at=T0)
    runner.run_due(house.FakeClock(T0), "bench")
    seconds, busy = time.perf_counter() - began, time.process_time() - busy
    job = Job.objects.get(id=dataset.job)
    answer = {"seconds": seconds, "processor_s": busy, "result": job.result, "error": job.error}
    del scratch
    return answer


def pandas(file: Path) -> dict[str, Any]:
    """Read the file and store its rows, with no check at all."""
    import pandas as pd

    with tempfile.TemporaryDirectory() as folder, sqlite3.connect(Path(folder) / "peer.sqlite3") as database:
        began, busy = time.perf_counter(), time.process_time()
        frame = pd.read_csv(file, sep=";", low_memory=False)
        frame.to_sql("seizure", database, index=False, chunksize=20_000)
        database.commit()
        seconds, busy = time.perf_counter() - began, time.process_time() - busy
    return {"seconds": seconds, "processor_s": busy, "rows": len(frame), "version": pd.__version__}


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
