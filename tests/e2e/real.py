"""A real browser, a real server, real exports."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from playwright.sync_api import Page

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def find_chromium() -> str:
    """Return the path of the browser that set-up found or installed."""
    for name in (os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome"):
        path = shutil.which(name) if name else None
        if path:
            return path
    raise RuntimeError("no Chromium: run 'make setup'")


Serve = Callable[..., "Server"]
Watch = Callable[[], "Watched"]


@dataclass
class Server:
    """An exported app behind a real uvicorn, which can be stopped and started again."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The address of the app, without a slash at its end."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start the server and wait until it answers."""
        command = [sys.executable, "-m", "uvicorn", "app:app", "--port", str(self.port)]
        with (self.folder.parent / f"server-{self.port}.log").open("ab") as log:
            self.process = subprocess.Popen(command, cwd=self.folder, stdout=log, stderr=log)
        for _ in range(200):
            try:
                with urllib.request.urlopen(f"{self.url}/_reactor/health", timeout=1):
                    return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError("the server did not start")

    def stop(self) -> None:
        """Stop the server at once, as a crash would."""
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
            self.process = None


@dataclass
class Watched:
    """A page whose console, requests and policy violations are written down."""

    page: Page
    errors: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)

    def open(self, url: str, *, live: bool = True) -> None:
        """Open an address, and wait until Python runs the page."""
        self.page.goto(url)
        if live:
            self.wait_for("live")

    def state(self) -> str:
        """Return how far the page says it is."""
        return str(self.page.evaluate("document.documentElement.dataset.reactor"))

    def wait_for(self, state: str, seconds: float = 60) -> None:
        """Wait until the page says it is in this state."""
        self.until(lambda: self.state() == state, seconds, lambda: f"{self.state()} {self.errors}")

    def until(
        self,
        done: Callable[[], bool],
        seconds: float = 10,
        tell: Callable[[], str] = lambda: "",
    ) -> None:
        """Wait until something holds."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if done():
                return
            # Not time.sleep: what the browser reports arrives only while Playwright runs.
            self.page.wait_for_timeout(20)
        raise AssertionError(f"it did not come to hold in {seconds} s {tell()}")


def free_port() -> int:
    """Return a port of this machine that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def write_notebook(path: Path, *cells: str) -> Path:
    """Write a notebook with these code cells."""
    notebook = nbformat.v4.new_notebook()
    for index, source in enumerate(cells):
        cell = nbformat.v4.new_code_cell(source)
        cell["id"] = f"cell-{index}"
        notebook.cells.append(cell)
    nbformat.write(notebook, path)
    return path


def export(notebook: Path, folder: Path) -> Path:
    """Export a notebook with the real command."""
    script = Path(sys.executable).with_name("reactor-nb")
    command = [str(script), "export", str(notebook), "-o", str(folder)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
    return folder
