# SPDX-License-Identifier: Apache-2.0
"""A federation in memory: nodes, their people, a bad network, crashes and thieves, on the real kernel.

Nothing is mocked: every decision is the kernel's, every signature and seal is real. Only time, randomness, disks
and the wire are played, all from one seed, so that a story that went wrong can be told again.

    fed = Federation.of("PK", "BH", seed=7)
    fed.wire.weather = Weather(loss=0.3, duplicate=0.2, delay=60)
    sent = fed["PK"].release({"record": "r1", "name": "سلمان"}, to=("BH",))
    fed["PK"].crash_at(3)
    fed.run(minutes=10)
    fed.settle()
    assert fed["BH"].applied(sent) == 1
    invariants.check(fed)
"""
