# SPDX-License-Identifier: Apache-2.0
"""Acts that are asked for at once share a transaction (decision 0021).

While one thread does an act, others that ask for the same kind of act wait; the next of them then does all that
wait, in one transaction with one sync of the disk. Each act keeps its own rows, audit line and ledger entry. Should
the group fail, each is done by itself, so that one who asks for something wrong spoils nobody else's act.
"""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from time import monotonic
from typing import Any, Final, Generic, Protocol, TypeVar

from django.db import connection

MOST: Final = 64
"""Acts of one transaction."""
LATELY: Final = 1.0
"""Who asked within so many seconds is waited for: from one act of a busy officer to the next of its kind."""
PATIENCE: Final = 0.02
"""The longest wait for them, in seconds."""

Asked = TypeVar("Asked")
Done = TypeVar("Done")


@dataclass(eq=False, slots=True)
class _Waiting(Generic[Asked]):
    """One who waits for an act, and what came of it."""

    asked: Asked
    done: list[Any] = field(default_factory=list)
    error: BaseException | None = None
    called: threading.Event = field(default_factory=threading.Event)  # set when the act is done, or it is our turn

    @property
    def ended(self) -> bool:
        return bool(self.done) or self.error is not None


class _Timed(Protocol):
    @property
    def now(self) -> datetime: ...


def latest(asked: Sequence[_Timed]) -> datetime:
    """Return the moment at which acts that share a transaction happen: when the last of them was asked for."""
    return max(one.now for one in asked)


class Together(Generic[Asked, Done]):
    """Does one kind of act for all who ask at once.

    Args:
        work: does the acts of a list in one transaction, all or none, and returns what each came to, in their order.
    """

    def __init__(self, work: Callable[[Sequence[Asked]], Sequence[Done]]) -> None:
        self._work = work
        self._arrivals = threading.Condition()  # guards all below; the one whose turn it is waits on it for others
        self._queue: list[_Waiting[Asked]] = []
        self._busy = False
        self._lately: dict[int, float] = {}  # when each thread last asked

    def do(self, asked: Asked) -> Done:
        """Do one act, perhaps together with others; raises what the act itself would.

        Within a transaction of the caller's own it is done there and then.
        """
        if connection.in_atomic_block:
            return self._work([asked])[0]
        mine = _Waiting(asked)
        if not self._enter(mine):
            self._wait(mine)
        if not mine.ended:
            self._lead(mine)
        if mine.error is not None:
            raise mine.error
        done: Done = mine.done[0]
        return done

    def _enter(self, mine: "_Waiting[Asked]") -> bool:
        """Join those who wait, and tell whether it is our turn at once."""
        with self._arrivals:
            self._queue.append(mine)
            self._lately[threading.get_ident()] = monotonic()
            self._arrivals.notify()
            ours, self._busy = not self._busy, True
            return ours

    def _wait(self, mine: "_Waiting[Asked]") -> None:
        """Wait until our act is done or it is our turn; who is stopped meanwhile leaves the queue."""
        try:
            mine.called.wait()
        except BaseException:
            with self._arrivals:
                our_turn = mine.called.is_set() and not mine.ended
                self._queue = [one for one in self._queue if one is not mine]
            if our_turn:
                self._give_way([], mine)
            raise

    def _lead(self, mine: "_Waiting[Asked]") -> None:
        """Take our turn: do what all who are here have asked for, and give way."""
        group: list[_Waiting[Asked]] = []
        try:
            group = self._gather()
            self._carry_out(group)
        finally:
            self._give_way(group, mine)

    def _gather(self) -> list["_Waiting[Asked]"]:
        """Return the group that it is our turn to do; we are its first."""
        with self._arrivals:
            self._arrivals.wait_for(self._all_here, PATIENCE)
            group, self._queue = self._queue[:MOST], self._queue[MOST:]
            return group

    def _all_here(self) -> bool:
        """Tell whether all who asked lately ask again, or as many as one transaction takes; one alone never waits."""
        since = monotonic() - LATELY
        self._lately = {thread: at for thread, at in self._lately.items() if at > since}
        return len(self._queue) >= min(len(self._lately), MOST)

    def _give_way(self, group: list["_Waiting[Asked]"], mine: "_Waiting[Asked]") -> None:
        """Wake whoever's act is done, and whose turn is next; what this thread was stopped before doing goes first."""
        with self._arrivals:
            left = [one for one in group if not one.ended] + self._queue
            self._queue = [one for one in left if one is not mine]
            self._busy = bool(self._queue)
            for one in [*(one for one in group if one.ended), *self._queue[:1]]:
                one.called.set()

    def _carry_out(self, group: list["_Waiting[Asked]"]) -> None:
        if len(group) > 1 and self._done_at_once(group):
            return
        for one in group:
            try:
                one.done.append(self._work([one.asked])[0])
            except Exception as error:  # noqa: BLE001 - handed to the thread that asked
                one.error = error

    def _done_at_once(self, group: list["_Waiting[Asked]"]) -> bool:
        try:
            done = self._work([one.asked for one in group])
        except Exception:  # noqa: BLE001 - each is tried by itself, and says what is wrong with it
            return False
        for one, what in zip(group, done, strict=True):
            one.done.append(what)
        return True
