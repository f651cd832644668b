"""Exports over an old app again and again, each time stopped one step later than the time before.

Run as ``python -m tests.export.stop_everywhere FOLDER exchange|renames kill|fail``; prints JSON:
how many steps there were, and what was wrong after any of them. Each export is a process of its
own. ``kill`` ends it with SIGKILL before the step that would change the disk; ``fail`` lets that
one step fail as on a full disk.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from reactor_nb.errors import ExportError
from reactor_nb.export import swap
from reactor_nb.export.exporter import Exporter, complete
from reactor_nb.export.files import leaves
from reactor_nb.export.prepare import Prepared
from tests.export.conftest import make_app, make_model, write_build

_CHANGES = frozenset(
    {"os.chmod", "os.link", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.symlink"}
)
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_MANY = 220
"""More steps than an export has: a failing step does not always fail the export."""

_OWN = ("mine.txt", "notes/deep/mine.md", "static/mine.css")


class Scenario:
    """An old app with files of its user, a new app, and what either looks like."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.place = swap.Place(folder / "run/app")
        self.exporter = Exporter(write_build(folder / "build"))
        public = folder / "notebook/public"
        public.mkdir(parents=True)
        for number in range(40):
            (public / f"{number}.txt").write_text(str(number))
        notebook = public.parent / "todos.ipynb"
        self.old_app = make_app(notebook, make_model(), public=public)
        self.new_app = make_app(notebook, make_model("Other", client_source="NEW = 1\n"))
        self.old = self._exported("old", self.old_app)
        self.new = self._exported("new", self.old_app, self.new_app)

    def reset(self) -> None:
        """Put the old app there, with nothing beside it."""
        shutil.rmtree(self.folder / "run", ignore_errors=True)
        shutil.copytree(self.folder / "old", self.place.target)

    def export(self) -> None:
        """Export the new app over whatever is there."""
        self.exporter.export(self.new_app, self.place.target)

    def complete(self) -> None:
        """Do what ``serve`` does first."""
        complete(self.place.target)

    def now(self) -> str:
        """Name what is there: old, new, nothing or something mixed."""
        if not self.place.target.exists():
            return "nothing"
        found = snapshot(self.place.target)
        return {str(self.old): "old", str(self.new): "new"}.get(str(found), "mixed")

    def _exported(self, name: str, *apps: Prepared) -> dict[str, str]:
        target = self.folder / name
        for app in apps:
            self.exporter.export(app, target)
            for own in _OWN:
                (target / own).parent.mkdir(parents=True, exist_ok=True)
                (target / own).write_text(own)
        return snapshot(target)


def snapshot(folder: Path) -> dict[str, str]:
    return {
        path: hashlib.sha256((folder / path).read_bytes()).hexdigest() for path in leaves(folder)
    }


def in_child(work: Callable[[], None], stop_at: int | None = None, kill: bool = True) -> int:
    """Run work in a process of its own, stopped before a step; return how it ended."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    try:
        if stop_at is not None:
            _stop_before(stop_at, kill)
        work()
        os._exit(0)
    except ExportError:
        os._exit(1)
    finally:
        os._exit(2)


def _stop_before(step: int, kill: bool) -> None:
    steps = 0

    def count(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal steps
        if event in _CHANGES or (event == "open" and (arguments[2] or 0) & _WRITES):
            steps += 1
            if steps == step + 1:
                if kill:
                    os.kill(os.getpid(), signal.SIGKILL)
                raise OSError(errno.ENOSPC, "no space left on device", str(arguments[0]))

    sys.addaudithook(count)


def stop_everywhere(folder: Path, renames: bool, kill: bool) -> dict[str, Any]:
    """Stop the export before each of its steps and look at what it left."""
    scenario = Scenario(folder)
    allowed = {"old", "new", "nothing"} if renames and kill else {"old", "new"}
    seen: dict[str, int] = {}
    faults: list[str] = []
    step = 0
    while True:
        scenario.reset()
        code = in_child(scenario.export, step, kill)
        if code == 0 and (kill or step > _MANY):
            break
        if not kill and code not in (0, 1):
            faults.append(f"step {step}: no clear error")
        state = scenario.now()
        seen[state] = seen.get(state, 0) + 1
        if state not in allowed:
            faults.append(f"step {step}: {state}")
        if in_child(scenario.complete) or scenario.now() not in {"old", "new"}:
            faults.append(f"step {step}: {scenario.now()} after serve")
        if in_child(scenario.export) or scenario.now() != "new":
            faults.append(f"step {step}: {scenario.now()} after another export")
        left = sorted(path.name for path in scenario.place.target.parent.iterdir())
        if left != ["app"]:
            faults.append(f"step {step}: left {left}")
        step += 1
    return {"steps": step, "seen": seen, "faults": faults}


if __name__ == "__main__":
    os.fsync = lambda fd: None  # the machine stays on, so the disk need not be waited for
    if sys.argv[2] == "renames":
        swap._exchange = lambda one, other: False
    result = stop_everywhere(Path(sys.argv[1]), sys.argv[2] == "renames", sys.argv[3] == "kill")
    print(json.dumps(result))  # noqa: T201
