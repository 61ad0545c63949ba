"""How many processes judge the messages of a run: one, unless the work is worth more."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Generator, Iterable, Iterator
from itertools import chain
from typing import Final

from mailcheck.engine.config import Jobs
from mailcheck.engine.judge_mail import JudgedMail, MailJudge, Rank, Task
from mailcheck.source.unread import Trouble

Outcome = JudgedMail | Trouble

MOST: Final = 61
"""Processes that Windows can wait for at once."""
TRIAL: Final = 0.25
"""Seconds of CPU after which the cost of a message is known: half of what it was, because the first ones are dear."""
WORTH_FORKING: Final = 0.6
"""Seconds of CPU that must lie ahead. Two processes cost some 0.1 s: what starts them must be loaded, pages are copied,
and each meets words that the other has met. On a busy machine it takes more work until that is made up."""
WORTH_SPAWNING: Final = 3.0
"""A spawned process loads everything anew and begins with cold tables: that takes most of a second to make up."""
QUOTA: Final = "/sys/fs/cgroup/cpu.max"
"""Where Linux says how much of how much time the processes of a container get."""
MOST_AHEAD: Final = 16_000_000
"""Bytes of messages that are fetched to see whether there is enough work."""


def judge_mails(
    tasks: Iterable[Task | Trouble], judge: MailJudge, jobs: Jobs, least: Callable[[], Rank | None]
) -> Generator[Outcome, None, None]:
    """What became of each message, in their order. `least`: see `MailJudge`, asked when a message is handed out."""
    waiting = iter(tasks)
    most = usable_cpus() if jobs == "auto" else min(jobs, MOST)
    ahead: list[Task | Trouble] = []
    is_worth = False
    if most > 1:
        # The first message costs as much as twenty others: it loads what forked processes then share.
        yield from (_judged(task, judge, least) for task in _up_to_a_message(waiting))
        enough = 2.0
        if jobs == "auto":
            begun, number = time.process_time(), 0
            for task in waiting:
                yield _judged(task, judge, least)
                number += isinstance(task, Task)
                if time.process_time() - begun > TRIAL:
                    break
            cost = (time.process_time() - begun) / max(number, 1) / 2
            enough = (WORTH_FORKING if can_fork() else WORTH_SPAWNING) / max(cost, 1e-6)
        ahead, is_worth = _fetched(waiting, enough)
    rest = chain(ahead, waiting)
    del ahead  # what was judged shall be let go
    if not is_worth:
        yield from (_judged(task, judge, least) for task in rest)
        return
    from mailcheck.engine.workers import Workers

    with Workers(judge, most, can_fork) as workers:
        yield from workers.judge(rest, least)


def _up_to_a_message(tasks: Iterator[Task | Trouble]) -> Iterator[Task | Trouble]:
    for task in tasks:
        yield task
        if isinstance(task, Task):
            return


def _judged(task: Task | Trouble, judge: MailJudge, least: Callable[[], Rank | None]) -> Outcome:
    return judge(task, least()) if isinstance(task, Task) else task


def _fetched(tasks: Iterator[Task | Trouble], enough: float) -> tuple[list[Task | Trouble], bool]:
    """The next of the tasks, until there are enough messages among them, and whether there are."""
    ahead: list[Task | Trouble] = []
    number = size = 0
    for task in tasks:
        ahead.append(task)
        if isinstance(task, Task):
            number += 1
            size += len(task.unread.data)
        if number >= enough or size >= MOST_AHEAD:
            return ahead, True
    return ahead, False


def can_fork() -> bool:
    """Whether a copy of this process is safe to go on with: its system allows it, and no other thread is running.

    The libraries of macOS do not survive a fork; a lock that another thread holds stays locked in the copy for ever.
    """
    if sys.platform in ("win32", "darwin") or not hasattr(os, "fork"):
        return False
    try:
        return len(os.listdir("/proc/self/task")) == 1  # also those that Python does not know
    except OSError:
        import threading

        return threading.active_count() == 1


def usable_cpus() -> int:
    """CPUs that this process may use: of the machine, by its affinity, and by the quota of its container."""
    if hasattr(os, "process_cpu_count"):  # Python 3.13
        number = os.process_cpu_count() or 1
    elif hasattr(os, "sched_getaffinity"):
        number = len(os.sched_getaffinity(0))
    else:
        number = os.cpu_count() or 1
    return max(1, min(number, _quota(), MOST))


def _quota() -> int:
    """CPUs that the control group of a container grants, in whole ones. Many where it says nothing."""
    try:
        with open(QUOTA, encoding="ascii") as file:
            quota, period = file.read().split()
        return max(1, -(-int(quota) // int(period)))
    except (OSError, ValueError):  # no Linux, no such group, or 'max'
        return MOST
