"""The machine that measures, and what others did on it meanwhile."""

import contextlib
import os
import platform
import resource
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

# Of the time of all processors; beyond it, only ratios of the same round mean something.
BUSY = 0.1
TICKS = os.sysconf("SC_CLK_TCK")


def machine() -> dict[str, Any]:
    """Return the kind of this machine and how busy it is."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
        "processor": _processor(),
        "cores": os.cpu_count(),
        "memory_gib": round(memory / 2**30),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "load": round(os.getloadavg()[0], 1),
    }


def describe(facts: dict[str, Any], versions: dict[str, str]) -> str:
    """Return the machine, how quiet it was, and the versions in words."""
    parts = "".join(f", {name} {version}" for name, version in versions.items())
    others = facts.get("others")
    if others is None:
        quiet = f"load {facts['load']}"
    else:
        mood = "**a busy machine**: " if others > BUSY else ""
        quiet = f"{mood}others had {others:.0%} of it meanwhile"
    return (
        f"{facts['date']}, {facts['cores']} cores ({facts['processor']}), "
        f"{facts['memory_gib']} GiB, {facts['system']}, {quiet}; "
        f"Python {facts['python']}{parts}."
    )


class Neighbours:
    """Counts the processors' time from here on that goes to processes other than ours."""

    def __init__(self) -> None:
        self._begin = _times()
        self._browsers: dict[str, float] = {}
        self._ended = threading.Event()
        threading.Thread(target=self._watch, daemon=True).start()

    def share(self) -> float | None:
        """Return their share of all time; ``None`` where the system does not tell.

        The processes that ours has started count as soon as they have ended.
        """
        self._ended.set()
        if self._begin is None or (now := _times()) is None:
            return None
        busy, total, ours = (b - a for a, b in zip(self._begin, now, strict=True))
        return max(0.0, (busy - ours - sum(self._browsers.values())) / max(total, 0.01))

    def _watch(self) -> None:
        """Look each second what our browsers have taken, since nobody waits for their processes."""
        while not self._ended.wait(1):
            self._browsers |= _browsers()


def _times() -> tuple[float, float, float] | None:
    """Return the seconds that all were busy, that there were, and that our processes took."""
    try:
        line = Path("/proc/stat").read_text().splitlines()[0]
    except OSError:
        return None
    user, nice, system, idle, waiting, *others = map(int, line.split()[1:9])
    busy = user + nice + system + sum(others)
    kinds = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    ours = sum(one.ru_utime + one.ru_stime for one in kinds)
    return busy / TICKS, (busy + idle + waiting) / TICKS, ours


def _browsers() -> dict[str, float]:
    """Return the seconds of each process of Chromium that comes from this one."""
    parents: dict[str, str] = {}
    spent: dict[str, float] = {}
    for file in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            name, _, rest = file.read_text().partition("(")[2].rpartition(")")
            fields = rest.split()
            parents[file.parent.name] = fields[1]
            if name.startswith("chrom"):
                spent[file.parent.name] = (int(fields[11]) + int(fields[12])) / TICKS
    return {pid: seconds for pid, seconds in spent.items() if _is_ours(pid, parents)}


def _is_ours(pid: str, parents: dict[str, str]) -> bool:
    while pid in parents and pid != str(os.getpid()):
        pid = parents[pid]
    return pid in parents


def _processor() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor()
