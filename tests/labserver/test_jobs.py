"""Processes that work for the Lab's menu: how many there are, and how they end."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from reactor_nb.labserver.jobs import Busy, Job, Jobs

PATIENCE = 60.0


ENDLESS = """
import json, threading
print(json.dumps({"step": "reading the cells"}), flush=True)
threading.Event().wait()
"""


@pytest.fixture
def endless(tmp_path: Path) -> Path:
    return tmp_path / "endless.ipynb"


def jobs_of(most: int = 2, seconds: float = PATIENCE) -> Jobs:
    """Return those whose work never ends by itself."""
    return Jobs(most, seconds, (sys.executable, "-c", ENDLESS))


def job(notebook: Path, kind: str = "check") -> Job:
    return Job(kind, notebook, notebook.with_name("out"), "out")


async def reading(begun: Job) -> None:
    """Wait until its process is at work."""
    await begun.beyond(0, PATIENCE)
    assert begun.steps == ["reading the cells"]


async def test_one_that_is_cancelled_ends_and_says_so(endless: Path) -> None:
    jobs = jobs_of()
    begun = job(endless)
    jobs.start(begun)
    await reading(begun)

    jobs.end(begun, "it was cancelled")
    await begun.beyond(1, PATIENCE)

    assert begun.result == {"problems": [], "failed": "it was cancelled"}
    assert begun.process is not None and begun.process.wait(PATIENCE) != 0


async def test_one_that_is_cancelled_before_it_has_a_process_ends_too(endless: Path) -> None:
    jobs = jobs_of()
    begun = job(endless)
    jobs.start(begun)
    jobs.end(begun, "it was cancelled")

    while begun.result is None:
        await begun.beyond(len(begun.steps), PATIENCE)

    assert begun.result["failed"] == "it was cancelled"


async def test_one_that_takes_too_long_is_ended(endless: Path) -> None:
    jobs = jobs_of(2, 0.01)
    begun = job(endless)
    jobs.start(begun)

    while begun.result is None:
        await begun.beyond(len(begun.steps), PATIENCE)

    assert begun.result["failed"] == "it took longer than 0 seconds"


async def test_a_notebook_has_one_at_a_time_and_a_server_a_few(
    endless: Path, tmp_path: Path
) -> None:
    jobs = jobs_of()
    other = tmp_path / "other.ipynb"
    jobs.start(job(endless))

    with pytest.raises(Busy, match="another check of endless.ipynb is running"):
        jobs.start(job(endless, "export"))
    jobs.start(job(other))
    with pytest.raises(Busy, match="2 notebooks"):
        jobs.start(job(tmp_path / "third.ipynb"))

    jobs.close()


async def test_all_end_when_the_server_does(endless: Path) -> None:
    jobs = jobs_of()
    begun = job(endless)
    jobs.start(begun)
    await reading(begun)

    jobs.close()
    await begun.beyond(1, PATIENCE)

    assert begun.result == {"problems": [], "failed": "the server stops"}


async def test_a_process_that_dies_is_told(endless: Path) -> None:
    jobs = jobs_of()
    begun = job(endless)
    jobs.start(begun)
    await reading(begun)
    assert begun.process is not None

    begun.process.kill()
    await begun.beyond(1, PATIENCE)

    assert begun.result == {"problems": [], "failed": "the process ended with status -9"}


async def test_results_are_kept_for_a_while_and_not_for_ever(tmp_path: Path) -> None:
    jobs = Jobs(2, PATIENCE)
    made = [job(tmp_path / f"{number}.ipynb") for number in range(22)]

    for one in made:
        jobs.start(one)
        while one.result is None:
            await one.beyond(len(one.steps), PATIENCE)

    assert jobs.get(made[0].id) is None
    assert jobs.get(made[-1].id) is made[-1]
