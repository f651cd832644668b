"""A real JupyterLab, with folders of its own and nothing of the user's."""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from pathlib import Path

from tests.architecture.paths import LABEXTENSION, PACKAGE, REPOSITORY
from tests.e2e.real import free_port

BASE = "/some/where/"


@dataclass
class Lab:
    """A Jupyter server below a path of its own, behind a token.

    Args:
        folder: where all its files are; notebooks are in ``root``.
        beside: a folder with what else is installed, if anything is.
    """

    folder: Path
    port: int = field(default_factory=free_port)
    token: str = field(default_factory=lambda: secrets.token_hex(8))
    process: subprocess.Popen[bytes] | None = None
    base: str = BASE
    beside: Path | None = None

    @property
    def root(self) -> Path:
        """The folder of the notebooks."""
        return self.folder / "root"

    @property
    def url(self) -> str:
        """The address of the server, with a slash at its end."""
        return f"http://127.0.0.1:{self.port}{self.base}"

    def address_of(self, notebook: str) -> str:
        """Return where a notebook opens, in a workspace that nobody has used."""
        return f"{self.url}lab/workspaces/{secrets.token_hex(4)}/tree/{notebook}?token={self.token}"

    @contextmanager
    def running(self, *options: str) -> Iterator[Lab]:
        """Have the server run for a while."""
        self.start(*options)
        try:
            yield self
        finally:
            self.stop()

    def start(self, *options: str) -> None:
        """Start the server and wait until it answers."""
        self._lay_out()
        command = [sys.executable, "-m", "jupyter", "lab", "--no-browser", "--allow-root"]
        command += ["--ip=127.0.0.1", f"--port={self.port}", "--ServerApp.port_retries=0"]
        command += [f"--ServerApp.root_dir={self.root}", f"--ServerApp.base_url={BASE}"]
        command += [f"--IdentityProvider.token={self.token}", "--LabApp.news_url=None"]
        command += ["--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate"]
        command += [
            "--LabApp.extension_manager=readonly",
            "--LabApp.expose_app_in_browser=True",
            "--JupyterNotebookApp.expose_app_in_browser=True",
            *options,
        ]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                command, cwd=self.root, env=self._environment(), stdout=log, stderr=log
            )
        for _ in range(600):
            if self.process.poll() is not None:
                break
            try:
                if self.get("api/status")[0] == 200:
                    return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError(f"JupyterLab did not start: {self.log()[-2000:]}")

    def stop(self) -> None:
        """End the server, and the kernels with it.

        Raises:
            TimeoutExpired: it does not end; what is beside may keep it, as shared documents do
                that are saved meanwhile.
        """
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            if self.beside is None:
                raise
        self.process = None

    def log(self) -> str:
        """Return what the server said."""
        return (self.folder / "log").read_text(errors="replace")

    def get(
        self, path: str, headers: Mapping[str, str] | None = None, *, known: bool = True
    ) -> tuple[int, Message[str, str], bytes]:
        """Ask for an address; redirects are not followed."""
        return self.send("GET", path, headers, known=known)

    def send(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str] | None = None,
        *,
        body: bytes | None = None,
        known: bool = True,
    ) -> tuple[int, Message[str, str], bytes]:
        """Ask for an address with any method; redirects are not followed."""
        given = dict(headers or {})
        if known:
            given["Authorization"] = f"token {self.token}"
        request = urllib.request.Request(f"{self.url}{path}", body, given, method=method)
        opener = urllib.request.build_opener(_Stay)
        try:
            with opener.open(request, timeout=60) as answer:
                return answer.status, answer.headers, answer.read()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.headers, error.read()

    def _lay_out(self) -> None:
        for name in ("root", "config", "runtime", "ipython", "data/labextensions"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        enabled = self.folder / "etc" / "jupyter_server_config.d"
        enabled.mkdir(parents=True, exist_ok=True)
        shutil.copy(LABEXTENSION / "jupyter" / "reactor_nb.json", enabled)
        link = self.folder / "data" / "labextensions" / "reactor-nb"
        if not link.exists():
            link.symlink_to(PACKAGE / "labextension")
        settings = self.folder / "config" / "labconfig"
        settings.mkdir(exist_ok=True)
        # It asks the visitor whether to tell news, above what a test wants to click.
        news = '{"disabledExtensions": {"@jupyterlab/apputils-extension:announcements": true}}'
        (settings / "page_config.json").write_text(news)

    def _environment(self) -> dict[str, str]:
        own = {
            "JUPYTER_CONFIG_DIR": self.folder / "config",
            "JUPYTER_CONFIG_PATH": self.folder / "etc",
            "JUPYTER_DATA_DIR": self.folder / "data",
            "JUPYTER_RUNTIME_DIR": self.folder / "runtime",
            "IPYTHONDIR": self.folder / "ipython",
            "PYTHONPATH": REPOSITORY,
        }
        kept = {name: text for name, text in os.environ.items() if not name.startswith("JUPYTER")}
        return {**kept, **{name: str(path) for name, path in own.items()}, **self._beside()}

    def _beside(self) -> dict[str, str]:
        if self.beside is None:
            return {}
        return {
            "JUPYTER_CONFIG_PATH": f"{self.folder / 'etc'}{os.pathsep}{self.beside}/etc/jupyter",
            "JUPYTER_PATH": f"{self.beside}/share/jupyter",
            "PYTHONPATH": f"{REPOSITORY}{os.pathsep}{self.beside}",
        }


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: object, **options: object) -> None:
        return None
