"""The real command, killed for real; every step of it is tried in tests/export."""

from __future__ import annotations

import random
import subprocess
import time
from pathlib import Path

import pytest

from tests.cli.conftest import COMMAND, COUNTER, get, run, started, write_notebook
from tests.export.stop_everywhere import snapshot

OTHER = (COUNTER[0], COUNTER[1].replace("Count: ", "Number: "))


def begin(notebook: Path, out: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [*COMMAND, "export", str(notebook), "-o", str(out)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, Path]:
    """Two states of one notebook."""
    one = write_notebook(tmp_path / "one/app.ipynb", *COUNTER)
    return one, write_notebook(tmp_path / "other/app.ipynb", *OTHER)


def test_a_kill_at_any_time_leaves_the_old_app_or_the_new_e1(
    two: tuple[Path, Path], tmp_path: Path
) -> None:
    out = tmp_path / "apps/out"
    states = []
    for notebook in reversed(two):
        assert run("export", notebook, "-o", out).returncode == 0
        states.append(snapshot(out))
    start = time.monotonic()
    run("export", two[1], "-o", out)
    whole = time.monotonic() - start
    chance = random.Random(20)

    for number in range(20):
        process = begin(two[number % 2], out)
        time.sleep(chance.uniform(0.2, 1.1) * whole)
        process.kill()
        process.wait()
        assert snapshot(out) in states

    assert run("export", two[0], "-o", out).returncode == 0
    assert snapshot(out) == states[1]
    assert [path.name for path in out.parent.iterdir()] == ["out"]


def test_of_two_exports_at_once_one_wins_and_the_other_is_told_e3(
    two: tuple[Path, Path], tmp_path: Path
) -> None:
    out = tmp_path / "apps/out"
    states = []
    for notebook in two:
        run("export", notebook, "-o", out)
        states.append(snapshot(out))

    codes = set()
    for _ in range(3):
        processes = [begin(notebook, out) for notebook in (*two, two[0])]
        codes |= {process.wait(60) for process in processes}
        assert snapshot(out) in states

    assert 0 in codes
    assert codes <= {0, 1}
    assert [path.name for path in out.parent.iterdir()] == ["out"]


def test_an_app_is_served_after_a_kill_between_the_two_renames(
    two: tuple[Path, Path], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    run("export", two[0], "-o", out)
    run("export", two[1], "-o", tmp_path / ".out.rnb-new")
    status = (tmp_path / ".out.rnb-new").stat()
    journal = f'{{"new": [{status.st_dev}, {status.st_ino}]}}'
    (tmp_path / ".out.rnb-journal").write_text(journal)
    out.rename(tmp_path / ".out.rnb-old")

    with started("serve", out) as (url, _):
        page = get(url)

    assert "Number: 0" in page
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one", "other", "out"]
