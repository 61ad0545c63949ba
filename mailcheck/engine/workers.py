"""Processes that judge messages side by side. What they find comes back in the order in which it was asked for.

Each has a pipe of its own and gets some messages at a time when it has nothing to do, so that neither end waits for
the other to read. Little is held here: the messages that are being judged, and results whose turn has not come.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import current_process, get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, Final

from mailcheck.engine.guard import crash_of
from mailcheck.engine.judge_mail import CORE, JudgedMail, MailJudge, Rank, Task
from mailcheck.engine.refusals import Refusal
from mailcheck.report import Crash
from mailcheck.source.unread import Trouble

AT_ONCE: Final = 8
"""Messages handed over together."""
AT_ONCE_BYTES: Final = 500_000
"""And no further one, once they have this many bytes."""
AHEAD: Final = 2_000
"""Messages judged before one whose turn comes first: a slow one does not stop the others, but memory is bounded."""
PATIENCE: Final = 5.0
"""Seconds in which a process that fell silent may come to its end."""
READY: Final = b""
"""What a process says first."""


@dataclass(slots=True, eq=False)
class _Place:
    """A place in the order of results: what is to be judged, until it is."""

    task: Task | None
    outcome: JudgedMail | Trouble | None = None

    def take_task(self) -> Task:
        """The task, which is forgotten: results may have to wait, and messages are large."""
        task, self.task = self.task, None
        assert task is not None
        return task


@dataclass(slots=True, eq=False)
class _Worker:
    """A process; `hand`: what it was given and has not answered yet, in order."""

    process: BaseProcess
    channel: Connection[Any, Any]
    hand: deque[_Place] = field(default_factory=deque)
    is_ready: bool = False


class Workers:
    """At most `most` processes, started when there is something for them to do. Leaving the context ends them at once.

    `can_fork` is asked before each is started.
    """

    def __init__(self, judge: MailJudge, most: int, can_fork: Callable[[], bool]) -> None:
        self._judge = judge
        # Who was started by `multiprocessing` itself may start nobody.
        self._most = 0 if current_process().daemon else most
        self._can_fork = can_fork
        self._workers: list[_Worker] = []
        self._again: deque[list[_Place]] = deque()
        self._given = 0
        self._ended = False

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *error: object) -> None:
        for worker in self._workers:
            worker.process.kill()
        for worker in self._workers:
            worker.process.join()
            worker.process.close()
            worker.channel.close()

    def judge(
        self, tasks: Iterable[Task | Trouble], least: Callable[[], Rank | None]
    ) -> Iterator[JudgedMail | Trouble]:
        """What became of each message, in their order. Raises Refusal when no process comes to life."""
        waiting = iter(tasks)
        turn: deque[_Place] = deque()
        while True:
            while (self._again or len(turn) < AHEAD) and self._has_room():
                places = self._again.popleft() if self._again else self._next(waiting, turn)
                if not places:
                    break
                self._give(places, least())
            while turn and (outcome := turn[0].outcome) is not None:
                turn.popleft()
                yield outcome
            if turn:
                self._listen()
            elif self._ended:
                return

    def _has_room(self) -> bool:
        return len(self._workers) < max(self._most, 1) or any(not worker.hand for worker in self._workers)

    def _next(self, tasks: Iterator[Task | Trouble], turn: deque[_Place]) -> list[_Place]:
        """The next messages to hand over; few as long as some process has none at all."""
        places: list[_Place] = []
        size = 0
        for task in tasks:
            if isinstance(task, Trouble):
                turn.append(_Place(None, task))
            else:
                places.append(_Place(task))
                turn.append(places[-1])
                self._given += 1
                size += len(task.unread.data)
            is_full = size >= AT_ONCE_BYTES or len(places) >= (AT_ONCE if self._given > 2 * self._most else 1)
            if is_full or len(turn) >= AHEAD:
                return places
        self._ended = True
        return places

    def _give(self, places: list[_Place], least: Rank | None) -> None:
        worker = next((worker for worker in self._workers if not worker.hand), None) or self._start()
        if worker is None:  # no process can be started: this one does the work
            for place in places:
                place.outcome = self._judge(place.take_task(), least)
            return
        worker.hand.extend(places)
        try:
            tasks = [place.task._replace(mail=None) for place in places if place.task is not None]
            worker.channel.send((tasks, least))
        except OSError:
            self._bury(worker)

    def _listen(self) -> None:
        """Wait for answers."""
        busy = {worker.channel: worker for worker in self._workers if worker.hand}
        for channel in wait(list(busy)):
            worker = busy[channel]  # type: ignore[index]
            try:
                answer = worker.channel.recv_bytes()
            except (EOFError, OSError):
                self._bury(worker)
                continue
            if not worker.is_ready:
                worker.is_ready = True
                continue
            place = worker.hand.popleft()
            task = place.take_task()
            try:
                place.outcome = pickle.loads(answer)
            except Exception as error:
                place.outcome = self._judge.lost(task, crash_of(CORE, task.unread.target, error))

    def _start(self) -> _Worker | None:
        """A new process, None when there may be no more."""
        if len(self._workers) >= self._most:
            return None
        forks = self._can_fork()
        context: Any = get_context("fork" if forks else "spawn")
        ours, theirs = context.Pipe()
        # A copy of this process holds our ends of all pipes, too: it could never hear that we are gone.
        not_theirs = [*(worker.channel for worker in self._workers), ours] if forks else []
        process = context.Process(target=work, args=(theirs, self._judge, not_theirs), daemon=True)
        try:
            with _interrupts_held():
                process.start()
                self._workers.append(_Worker(process, ours))
        except OSError:
            self._most = len(self._workers)
            ours.close()
            return None
        finally:
            theirs.close()
        return self._workers[-1]

    def _bury(self, worker: _Worker) -> None:
        """A process has died: the message that it was judging is lost, the others of its hand come first again."""
        worker.process.join(PATIENCE)
        worker.process.kill()
        worker.process.join()
        self._workers.remove(worker)
        worker.channel.close()
        how = _ending(worker.process.exitcode or 0)
        worker.process.close()
        if not worker.is_ready:
            raise Refusal(
                f"a process that should judge messages {how} before it began",
                place="--jobs",
                remedy="--jobs 1 judges in this process; a script that calls check(..., jobs=...) must do so under "
                "`if __name__ == '__main__':`",
            )
        place, *rest = worker.hand
        task = place.take_task()
        text = f"the process that judged this message {how}; nothing is known of it, and --jobs 1 may need less memory"
        place.outcome = self._judge.lost(task, Crash(CORE, task.unread.target, text, ""))
        if rest:
            self._again.append(rest)


def _ending(code: int) -> str:
    try:
        return f"was ended by {signal.Signals(-code).name}" if code < 0 else f"ended with code {code}"
    except ValueError:
        return f"was ended by signal {-code}"


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """A new process must not hear Ctrl-C before it can say that it does not listen; here it is only put off."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def work(channel: Connection[Any, Any], judge: MailJudge, not_theirs: Iterable[Connection[Any, Any]]) -> None:
    """Judge what comes through the channel until its other end is closed: what a worker does all its life."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the one who started us hears it, and ends us
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    for other in not_theirs:
        other.close()
    gc.freeze()
    try:
        channel.send_bytes(READY)
        while True:
            tasks, least = channel.recv()
            for task in tasks:
                channel.send_bytes(_packed(judge(task, least), task, judge))
    except (EOFError, OSError):
        os._exit(0)


def _packed(outcome: JudgedMail | Trouble, task: Task, judge: MailJudge) -> bytes:
    try:
        return pickle.dumps(outcome, pickle.HIGHEST_PROTOCOL)
    except Exception as error:
        return pickle.dumps(judge.lost(task, crash_of(CORE, task.unread.target, error)))
