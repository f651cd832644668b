"""Our own package as a wheel for a kernel, without what has no use there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import reactor_nb
from reactor_nb._version import __version__
from reactor_nb.export.archive import stored_zip
from reactor_nb.export.bundle import Build
from reactor_nb.export.wheels import WHEEL, record_of
from reactor_nb.lite.closure import Wheel

NAME: Final = "reactor-nb"

# Commands, servers and other hosts.
_ELSEWHERE: Final = ("cli.py", "labserver", "lite", "nodekernel", "static", "labextension")

# What the kernel gives to the frame of a preview, and what stands in the documents of apps.
_READ: Final = ("early.js", "style.css")


def own_wheel(build: Build) -> Wheel:
    """Return our package as a wheel, the same at every run."""
    folder = Path(reactor_nb.__file__).parent
    contents = {
        f"reactor_nb/{path.relative_to(folder).as_posix()}": path.read_bytes()
        for path in _sources(folder)
    }
    contents |= {f"reactor_nb/static/{name}": build.need(name).read_bytes() for name in _READ}
    info = f"reactor_nb-{__version__}.dist-info"
    contents[f"{info}/METADATA"] = _metadata().encode()
    contents[f"{info}/WHEEL"] = WHEEL
    contents[f"{info}/RECORD"] = record_of(contents, f"{info}/RECORD")
    return Wheel(f"reactor_nb-{__version__}-py3-none-any.whl", stored_zip(contents))


def _sources(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder).parts
        if path.suffix in {".py", ".typed", ".txt"} and inside[0] not in _ELSEWHERE:
            yield path


def _metadata() -> str:
    # A preview that the kernel renders stands on the standard library; FastAPI comes when needed.
    return f"Metadata-Version: 2.1\nName: {NAME}\nVersion: {__version__}\n"
