"""What the Lab's menu has asked for: each in a process of its own, so that the server goes on."""

from __future__ import annotations

import asyncio
import contextlib
import json
import secrets
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from reactor_nb.errors import ReactorError

_KEPT: Final = 20
"""The results of so many are there still."""

# Not with the folder of whoever started the server among the modules.
_WORK: Final = (sys.executable, "-P", "-m", "reactor_nb.labserver.work")

_GRACE: Final = 3.0
"""So many seconds a process has to clear up after itself."""


class Busy(ReactorError):
    """The same is done already, or too much else."""


@dataclass(slots=True)
class Job:
    """One thing to do with one notebook.

    Args:
        kind: what to do.
        notebook: the file.
        out: the folder that an export writes.
        shown: what the folder is called in the Lab.
    """

    kind: str
    notebook: Path
    out: Path
    shown: str
    id: str = field(default_factory=lambda: secrets.token_hex(16))
    steps: list[str] = field(default_factory=list)
    result: dict[str, Any] | None = None
    ended: str = ""
    """Why it was ended before it was done."""
    process: subprocess.Popen[str] | None = None
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    def hear(self, message: dict[str, Any]) -> None:
        """Take what the process says."""
        if "step" in message:
            self.steps.append(message["step"])
        else:
            self.result = message["result"]
        self._changed.set()
        self._changed = asyncio.Event()

    async def beyond(self, seen: int, seconds: float) -> None:
        """Wait until there are more steps than so many, or a result, or for this long."""
        while self.result is None and len(self.steps) <= seen:
            try:
                async with asyncio.timeout(seconds):
                    await self._changed.wait()
            except TimeoutError:
                return

    def to_json(self) -> dict[str, Any]:
        """Return how far it is."""
        return {"id": self.id, "kind": self.kind, "steps": self.steps, "result": self.result}


class Jobs:
    """All that runs, and the results of what ran last.

    Args:
        most: so many run at once.
        seconds: so long one of them may take.
        program: what does the work; it is given what to do, the notebook and the folder.
    """

    def __init__(self, most: int, seconds: float, program: Sequence[str] = _WORK) -> None:
        self._program = program
        self._most = most
        self._seconds = seconds
        self._jobs: dict[str, Job] = {}

    def get(self, name: str) -> Job | None:
        """Return one, if it is known."""
        return self._jobs.get(name)

    def start(self, job: Job) -> None:
        """Begin with one.

        Raises:
            Busy: the notebook has one that runs, or too many others do.
        """
        running = [one for one in self._jobs.values() if one.result is None]
        for one in running:
            if one.notebook == job.notebook:
                raise Busy(f"another {one.kind} of {job.notebook.name} is running")
        if len(running) >= self._most:
            raise Busy(f"{self._most} notebooks are being worked on; wait for one of them")
        for old in [one for one in self._jobs.values() if one.result is not None][: -_KEPT + 1]:
            del self._jobs[old.id]
        self._jobs[job.id] = job
        loop = asyncio.get_running_loop()
        command = (*self._program, job.kind, str(job.notebook), str(job.out))

        def tell(message: dict[str, Any]) -> None:
            # A server that has stopped hears nothing.
            with contextlib.suppress(RuntimeError):
                loop.call_soon_threadsafe(job.hear, message)

        threading.Thread(target=_run, args=(job, command, tell), daemon=True).start()
        late = f"it took longer than {self._seconds:.0f} seconds"
        loop.call_later(self._seconds, self.end, job, late)

    def end(self, job: Job, why: str) -> None:
        """End one, for a reason; one that is done stays as it is."""
        if job.result is not None or job.ended:
            return
        job.ended = why
        if job.process is not None:
            _stop(job.process)

    def close(self) -> None:
        """End all of them."""
        for job in self._jobs.values():
            self.end(job, "the server stops")


def _run(job: Job, command: Sequence[str], tell: Callable[[dict[str, Any]], None]) -> None:
    """Run one to its end; this thread only waits."""
    silent = subprocess.DEVNULL
    with subprocess.Popen(
        command, stdin=silent, stdout=subprocess.PIPE, stderr=silent, text=True, encoding="utf-8"
    ) as process:
        job.process = process
        if job.ended:
            _stop(process)
        assert process.stdout is not None
        found = False
        for line in process.stdout:
            message = json.loads(line)
            found = found or "result" in message
            tell(message)
    if not found:
        why = job.ended or f"the process ended with status {process.returncode}"
        tell({"result": {"problems": [], "failed": why}})


def _stop(process: subprocess.Popen[str]) -> None:
    """Ask a process to end, and end it when it does not."""
    process.terminate()
    timer = threading.Timer(_GRACE, process.kill)
    timer.daemon = True
    timer.start()
