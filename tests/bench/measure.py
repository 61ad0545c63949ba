"""CPU time of whole processes and of functions, as ratios to a floor measured in the same run."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Sequence


def process_cpu(command: Sequence[str]) -> float:
    """User plus system CPU seconds of one run of a command, its output thrown away.

    The command may write bytecode, whatever this environment says: an installed package has its bytecode beside it,
    and a checkout that may keep none would be compiled anew in every run.
    """
    process = _started(command)
    _, _, usage = os.wait4(process.pid, 0)
    return usage.ru_utime + usage.ru_stime


def process_wall(command: Sequence[str]) -> float:
    """Seconds of one run of a command by the clock on the wall, the same way."""
    start = time.perf_counter()
    _started(command).wait()
    return time.perf_counter() - start


def _started(command: Sequence[str]) -> subprocess.Popen[bytes]:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)


def best_process_cpu(commands: dict[str, Sequence[str]], runs: int) -> dict[str, float]:
    """The minimum over `runs` rounds, the commands taking turns so that drift of the machine hits all alike.

    A round that does not count comes first: it leaves bytecode behind and files in the system's cache.
    """
    best = dict.fromkeys(commands, float("inf"))
    for command in commands.values():
        process_cpu(command)
    for _ in range(runs):
        for name, command in commands.items():
            best[name] = min(best[name], process_cpu(command))
    return best


def best_cpu(functions: dict[str, Callable[[], object]], runs: int) -> dict[str, float]:
    """The minimum CPU seconds of each function over `runs` rounds, taking turns."""
    best = dict.fromkeys(functions, float("inf"))
    for _ in range(runs):
        for name, function in functions.items():
            start = time.process_time()
            function()
            best[name] = min(best[name], time.process_time() - start)
    return best


def show(title: str, value: float, floor: float, floor_name: str, unit: str = "ms") -> float:
    """Print one line with the figure, its floor and their ratio; return the ratio."""
    ratio = value / floor
    print(f"{title:34} {value * 1000:9.2f} {unit}   {ratio:5.2f} x  {floor_name} ({floor * 1000:.2f} {unit})")
    return ratio
