"""IPython in Pyodide: the shell of the notebook's cells."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any, NoReturn

from IPython.core import page
from IPython.core.compilerop import CachingCompiler
from IPython.core.error import UsageError
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Any as AnyTrait
from traitlets import Type
from traitlets.config import Config

from reactor_nb.nodekernel.inside.channel import Channel
from reactor_nb.nodekernel.inside.outputs import Displays, Results
from reactor_nb.nodekernel.inside.packages import check_installed


class PyodideShell(InteractiveShell):
    """Runs cells as ipykernel's shell does, and sends errors the same way."""

    channel = AnyTrait()
    displayhook_class = Type(Results)
    display_pub_class = Type(Displays)
    last_traceback: Sequence[str] = ()

    def init_hooks(self) -> None:
        """Show long texts below the cell: there is no pager."""
        super().init_hooks()
        self.set_hook("show_in_pager", page.as_hook(page.display_page), 90)

    def init_virtualenv(self) -> None:
        """Leave the path as it is: it has the packages of the environment already."""

    def init_display_pub(self) -> None:
        """Join displays to the channel."""
        super().init_display_pub()
        self.display_pub.set_trait("channel", self.channel)

    def init_displayhook(self) -> None:
        """Join results to the channel."""
        super().init_displayhook()
        self.displayhook.set_trait("channel", self.channel)

    def init_magics(self) -> None:
        """Replace the magics that would need another process."""
        super().init_magics()
        for name in ("pip", "uv", "conda", "mamba", "micromamba"):
            self.magics_manager.register_function(_install, "line", name)

    def _showtraceback(self, etype: type[BaseException], evalue: Any, stb: list[str]) -> None:
        content = {"traceback": stb, "ename": etype.__name__, "evalue": str(evalue)}
        self.channel.publish("error", content)
        self.last_traceback = stb

    def system_piped(self, cmd: str) -> NoReturn:
        """Say that there is no shell."""
        raise UsageError(f"'!{cmd}' cannot run: Pyodide has no other processes")

    system = system_raw = getoutput = system_piped  # type: ignore[assignment]


def make_shell(channel: Channel) -> PyodideShell:
    """Return the shell, which keeps its history in memory."""
    config = Config({"HistoryManager": {"enabled": False}})
    shell: PyodideShell = PyodideShell.instance(
        config=config, channel=channel, compiler_class=_compiler()
    )
    return shell


def _compiler() -> type[CachingCompiler]:
    """Return ipykernel's compiler, which names cells; the rest of ipykernel needs sockets."""
    package = find_spec("ipykernel")
    if package is None or package.origin is None:
        return CachingCompiler
    file = Path(package.origin).with_name("compiler.py")
    spec = spec_from_file_location("ipykernel_compiler", file)
    if spec is None or spec.loader is None:
        return CachingCompiler
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    found: type[CachingCompiler] = module.XCachingCompiler
    return found


def _install(line: str) -> None:
    """Tell whether what would be installed is there: packages come from the environment."""
    words = line.split()
    if words[:1] == ["install"]:
        check_installed([word for word in words[1:] if not word.startswith("-")])
        return
    raise UsageError("Pyodide has no other processes; run this in a terminal")
