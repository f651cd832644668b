from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest

from reactor_nb.export.watch import NEAR, SETTLE, Watcher


@pytest.fixture
def notebook(tmp_path: Path) -> Path:
    path = tmp_path / "todos.ipynb"
    path.write_text("one")
    return path


async def saves_seen(notebook: Path, *steps: tuple[float, str]) -> int:
    """Count the saves that are noticed while files are written, after a wait each."""
    seen = 0

    async def count() -> None:
        nonlocal seen
        async for _ in Watcher(notebook).saves():
            seen += 1

    task = asyncio.create_task(count())
    for wait, text in steps:
        await asyncio.sleep(wait)
        notebook.write_text(text)
    await asyncio.sleep(1)
    task.cancel()
    return seen


async def test_a_save_is_noticed(notebook: Path) -> None:
    assert await saves_seen(notebook, (0.2, "two")) == 1


async def test_a_save_is_noticed_without_long_waits(
    notebook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float] = []
    watcher = Watcher(notebook)

    async def wait(seconds: float) -> None:
        waits.append(seconds)

    with monkeypatch.context() as patched:
        patched.setattr(asyncio, "sleep", wait)
        notebook.write_text("another")
        await anext(aiter(watcher.saves()))

    assert 0 < sum(waits) < 0.5


async def waits_until_noticed(
    notebook: Path, monkeypatch: pytest.MonkeyPatch, *texts: str
) -> list[float]:
    """Return how long the watcher waits until it tells of texts, one written in each wait."""
    waits: list[float] = []
    writes = iter(texts)
    watcher = Watcher(notebook)

    async def wait(seconds: float) -> None:
        waits.append(seconds)
        if (text := next(writes, None)) is not None:
            notebook.write_text(text)

    with monkeypatch.context() as patched:
        patched.setattr(asyncio, "sleep", wait)
        await anext(aiter(watcher.saves()))
    return waits


async def test_a_notebook_that_is_whole_is_noticed_at_once(
    notebook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert await waits_until_noticed(notebook, monkeypatch, '{"cells": []}') == [NEAR]


async def test_a_notebook_that_is_half_written_is_waited_for(
    notebook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits = await waits_until_noticed(notebook, monkeypatch, "", '{"cells"', '{"cells": []}')

    assert waits == [NEAR, SETTLE, SETTLE, SETTLE]


async def test_a_save_that_the_clock_cannot_tell_from_the_one_before_is_noticed(
    notebook: Path,
) -> None:
    watcher = Watcher(notebook)
    saves = aiter(watcher.saves())
    notebook.write_text('{"cells": [1]}')
    status = notebook.stat()
    await asyncio.wait_for(anext(saves), 5)

    notebook.write_text('{"cells": [2]}')
    os.utime(notebook, ns=(status.st_atime_ns, status.st_mtime_ns))

    await asyncio.wait_for(anext(saves), 5)


async def test_a_save_in_many_writes_is_noticed_once(notebook: Path) -> None:
    writes = [(0.05, str(number)) for number in range(10)]

    assert await saves_seen(notebook, *writes) == 1


async def test_a_save_without_a_change_is_none(notebook: Path) -> None:
    assert await saves_seen(notebook, (0.2, "one")) == 0


async def test_a_file_that_is_replaced_is_noticed(notebook: Path) -> None:
    other = notebook.with_suffix(".new")
    other.write_text("two")
    status = notebook.stat()
    watcher = Watcher(notebook)

    os.utime(other, ns=(status.st_atime_ns, status.st_mtime_ns))
    other.replace(notebook)

    await asyncio.wait_for(anext(aiter(watcher.saves())), 5)


@pytest.mark.parametrize("name", ["helpers.py", "public/data.csv"])
async def test_what_belongs_to_the_notebook_is_watched(notebook: Path, name: str) -> None:
    watcher = Watcher(notebook)

    (notebook.parent / name).parent.mkdir(exist_ok=True)
    (notebook.parent / name).write_text("new")

    await asyncio.wait_for(anext(aiter(watcher.saves())), 5)


async def test_a_notebook_that_is_gone_for_a_moment_is_waited_for(notebook: Path) -> None:
    watcher = Watcher(notebook)
    notebook.unlink()

    await asyncio.wait_for(anext(aiter(watcher.saves())), 5)
    notebook.write_text("back")

    await asyncio.wait_for(anext(aiter(watcher.saves())), 5)


async def test_a_pipe_beside_the_notebook_holds_nothing_up_n59(notebook: Path) -> None:
    os.mkfifo(notebook.parent / "pipe.py")

    assert await saves_seen(notebook, (0.2, "two")) == 1
