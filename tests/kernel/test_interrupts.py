"""The author interrupts a kernel that is busy for the preview."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from queue import Empty
from typing import Any

import pytest

from reactor_nb.lite.node import give_pydantic
from tests.kernel.real import Kernel
from tests.nodekernel.conftest import make_manager

HOME = '@page("/", loader=load)\ndef Home(data: int):\n    return p(data)'
CELLS = {
    "imports": "import asyncio\nfrom reactor_nb import page\nfrom reactor_nb.html import p",
    "load": "async def load(): return 1",
    "page": HOME,
}
BUSY = {
    "a render without end": ("page", HOME.replace("return p(data)", "while True: pass")),
    "a loader without end": ("load", "async def load():\n    while True: pass"),
    "a loader without end in a thread": ("load", "def load():\n    while True: pass"),
    "a loader that waits": ("load", "async def load():\n    await asyncio.sleep(1e6)"),
}


@pytest.fixture
def kernel(tmp_path: Path) -> Iterator[Kernel]:
    with Kernel(tmp_path, dict(CELLS)) as started:
        assert started.run(*CELLS) == "ok"
        started.open()
        yield started


def interrupted(kernel: Kernel) -> dict[str, Any]:
    """Interrupt the kernel until it says something: it may not have begun yet."""
    while True:
        with suppress(Empty):
            return kernel.hear(patience=1)[0]
        kernel.interrupt()


def asked(kernel: Kernel, url: str) -> dict[str, Any]:
    """Return the message that asks for a page."""
    notebook = {"name": "app", "title": "", "url": url, "known": "", "cells": kernel.told()}
    return {"number": 99, "kind": "cells", **notebook}


@pytest.mark.parametrize(("name", "source"), BUSY.values(), ids=BUSY)
def test_an_interrupt_ends_what_the_preview_waits_for(
    kernel: Kernel, name: str, source: str
) -> None:
    """J6: and the kernel goes on, with all that it has."""
    kernel.show()
    kernel.cells[name] = source
    # Under another address it is a whole page, which the kernel itself renders.
    assert kernel.run(name) == "ok"
    kernel.say(asked(kernel, "/?x=1"))

    told = [interrupted(kernel)]
    while told[-1]["number"] != 99:
        told.append(interrupted(kernel))

    words = [one.get("message", "") for one in told]
    words += [problem["message"] for one in told for problem in one.get("problems", ())]
    assert any("interrupted" in one for one in words), told
    kernel.cells[name] = CELLS[name]
    assert kernel.run(name) == "ok"
    assert "<p>1</p>" in kernel.show()["document"]["body"]


PATIENT = {
    **CELLS,
    "load": "def load(endless: int = 0):\n    while endless: pass\n    return 1",
}
SIGN = (
    "from reactor_nb import middleware\n@middleware\n"
    "async def sign(request, call_next):\n    return await call_next(request)"
)


@pytest.mark.parametrize("more", [{}, {"sign": SIGN}], ids=["by itself", "with FastAPI"])
def test_an_interrupt_ends_an_endless_loader_in_pyodide(
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    more: dict[str, str],
) -> None:
    """J6: there are no threads, so it is the kernel that is busy."""
    data = tmp_path_factory.mktemp("jupyter")
    give_pydantic(data / "reactor-nb", [], lambda line: None)
    monkeypatch.setenv("JUPYTER_PATH", str(data))
    with Kernel(tmp_path, {**PATIENT, **more}, make_manager(monkeypatch)) as kernel:
        assert kernel.run(*kernel.cells) == "ok"
        kernel.open()
        kernel.show()

        kernel.say(asked(kernel, "/?endless=1"))
        told = interrupted(kernel)

        words = [told.get("message", ""), *(one["message"] for one in told.get("problems", ()))]
        assert any("interrupt" in one.lower() for one in words), told
        assert "<p>1</p>" in kernel.show()["document"]["body"]


def test_an_interrupt_of_a_kernel_that_does_nothing_does_nothing(kernel: Kernel) -> None:
    kernel.show()

    kernel.ask(kind="ping")
    kernel.interrupt()

    assert kernel.ask(kind="ping")[0] == {"kind": "pong", "number": 3}
    assert kernel.run("page") == "ok"
