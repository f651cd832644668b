from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from reactor_nb.errors import ExportError
from reactor_nb.export import swap
from reactor_nb.export.swap import Place, exclusive, is_interrupted, recover, swap_in


def nothing(old: Path, new: Path) -> None:
    """Nothing is carried over."""


def fill(folder: Path, text: str) -> None:
    folder.mkdir(parents=True)
    (folder / "file").write_text(text)


def refuse(one: Path, other: Path) -> bool:
    return False


@pytest.fixture(params=["exchange", "renames"])
def place(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Place]:
    """A place beside which nothing may be left."""
    if request.param == "renames":
        monkeypatch.setattr(swap, "_exchange", refuse)
    target = tmp_path / "here/app"
    target.parent.mkdir()
    yield Place(target)
    assert [path.name for path in target.parent.iterdir()] in ([], ["app"])


def test_a_new_tree_takes_an_empty_place(place: Place) -> None:
    fill(place.new, "new")

    swap_in(place, nothing)

    assert (place.target / "file").read_text() == "new"


def test_a_new_tree_takes_the_place_of_an_old_one(place: Place) -> None:
    fill(place.target, "old")
    fill(place.new, "new")

    swap_in(place, nothing)

    assert (place.target / "file").read_text() == "new"


def test_both_trees_are_there_when_the_rest_is_settled(place: Place) -> None:
    fill(place.target, "old")
    fill(place.new, "new")
    seen: list[tuple[str, str]] = []

    swap_in(place, lambda old, new: seen.append(((old / "file").read_text(), new.name)))

    assert seen == [("old", "app")]


def test_the_folder_keeps_its_permissions(place: Place) -> None:
    fill(place.target, "old")
    place.target.chmod(0o750)
    fill(place.new, "new")

    swap_in(place, nothing)

    assert place.target.stat().st_mode & 0o777 == 0o750


def test_a_tree_left_by_a_killed_run_is_removed(place: Place) -> None:
    fill(place.target, "old")
    fill(place.new, "half")
    fill(place.trash, "older")

    recover(place, nothing)

    assert (place.target / "file").read_text() == "old"


def test_a_journal_cut_off_while_it_was_written_means_that_nothing_was_moved(place: Place) -> None:
    fill(place.target, "old")
    fill(place.new, "new")
    place.journal.write_text('{"new": [1')

    recover(place, nothing)

    assert (place.target / "file").read_text() == "old"


def test_a_swap_that_has_not_begun_is_undone(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(place.target, "old")
    fill(place.new, "new")
    interrupt(monkeypatch, place, "_exchange")

    assert is_interrupted(place)
    recover(place, nothing)

    assert (place.target / "file").read_text() == "old"


def test_a_swap_between_its_two_renames_is_completed(place: Place) -> None:
    fill(place.target, "old")
    fill(place.new, "new")
    status = place.new.stat()
    place.journal.write_text(f'{{"new": [{status.st_dev}, {status.st_ino}]}}')
    place.target.rename(place.old)

    recover(place, nothing)

    assert (place.target / "file").read_text() == "new"


def test_a_swap_that_was_not_settled_is_settled(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(place.target, "old")
    fill(place.new, "new")
    settled: list[str] = []
    interrupt(monkeypatch, place, "recover")

    recover(place, lambda old, new: settled.append((old / "file").read_text()))

    assert settled == ["old"]
    assert (place.target / "file").read_text() == "new"


def test_an_old_tree_partly_removed_is_never_settled_again(place: Place) -> None:
    fill(place.target, "new")
    fill(place.trash, "a part of the old")
    status = place.target.stat()
    place.journal.write_text(f'{{"new": [{status.st_dev}, {status.st_ino}]}}')
    settled: list[Path] = []

    recover(place, lambda old, new: settled.append(old))

    assert settled == []
    assert (place.target / "file").read_text() == "new"


def test_a_read_only_folder_in_the_old_tree_does_not_stay(place: Place) -> None:
    fill(place.target, "old")
    fill(place.target / "locked", "old")
    (place.target / "locked").chmod(0o500)
    fill(place.new, "new")

    swap_in(place, nothing)

    assert not (place.target / "locked").exists()


def test_a_second_process_is_told_that_the_first_is_at_it_e3(place: Place) -> None:
    refusal = pytest.raises(ExportError, match="another export to .* is running")

    with exclusive(place), refusal, exclusive(place):
        pass


def test_a_lock_left_by_a_killed_process_holds_nobody_up(place: Place) -> None:
    code = (
        "import sys, time; from pathlib import Path\n"
        "from reactor_nb.export.swap import Place, exclusive\n"
        "with exclusive(Place(Path(sys.argv[1]))):\n"
        "    print('held', flush=True); time.sleep(60)\n"
    )
    command = [sys.executable, "-c", code, str(place.target)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        process.stdout.readline()
        with pytest.raises(ExportError), exclusive(place):
            pass
        process.kill()

    with exclusive(place):
        assert place.lock.exists()


def test_no_two_processes_ever_hold_the_lock_at_once_e3(place: Place, tmp_path: Path) -> None:
    """Each removes the lock's file in the end, so that others may hold a file without a name."""
    counter = tmp_path / "counter"
    counter.write_text("0")
    code = (
        "import sys; from pathlib import Path\n"
        "from reactor_nb.errors import ExportError\n"
        "from reactor_nb.export.swap import Place, exclusive\n"
        "place, counter, done = Place(Path(sys.argv[1])), Path(sys.argv[2]), 0\n"
        "while done < 100:\n"
        "    try:\n"
        "        with exclusive(place):\n"
        "            counter.write_text(str(int(counter.read_text()) + 1))\n"
        "        done += 1\n"
        "    except ExportError:\n"
        "        pass\n"
    )
    command = [sys.executable, "-c", code, str(place.target), str(counter)]

    processes = [subprocess.Popen(command) for _ in range(4)]
    codes = [process.wait(60) for process in processes]

    assert codes == [0, 0, 0, 0]
    assert counter.read_text() == "400"


def test_the_system_s_own_exchange_is_used_where_it_is_there(tmp_path: Path) -> None:
    fill(tmp_path / "a", "a")
    fill(tmp_path / "b", "b")

    exchanged = swap._exchange(tmp_path / "a", tmp_path / "b")

    assert exchanged is sys.platform.startswith("linux")
    assert (tmp_path / "a/file").read_text() == ("b" if exchanged else "a")


def test_a_reader_never_misses_the_folder_while_it_is_exchanged(tmp_path: Path) -> None:
    place = Place(tmp_path / "app")
    fill(place.target, "0")
    code = (
        "import sys, os\n"
        "print('go', flush=True)\n"
        "misses = 0\n"
        "while os.path.exists(sys.argv[2]):\n"
        "    misses += not os.path.exists(sys.argv[1] + '/file')\n"
        "print(misses)\n"
    )
    flag = tmp_path / "flag"
    flag.touch()
    command = [sys.executable, "-c", code, str(place.target), str(flag)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        process.stdout.readline()
        end = time.monotonic() + 0.5
        while time.monotonic() < end:
            fill(place.new, "more")
            swap_in(place, nothing)
        flag.unlink()
        misses = int(process.stdout.read())

    assert misses == 0


class _Killed(BaseException):
    """Stands for the end of the process."""


def interrupt(monkeypatch: pytest.MonkeyPatch, place: Place, where: str) -> None:
    """Swap until a function of the module is called, and end there."""

    def kill(*_: object) -> bool:
        raise _Killed

    with monkeypatch.context() as patch:
        patch.setattr(swap, where, kill)
        with pytest.raises(_Killed):
            swap_in(place, nothing)
