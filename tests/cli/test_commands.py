from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from reactor_nb._version import __version__
from tests.cli.conftest import ADDRESS, COUNTER, get, run, started, write_notebook
from tests.export.stop_everywhere import snapshot

COMMANDS = ("init", "export", "serve", "dev", "check", "test", "explain", "info")


def test_help_is_quick_and_names_every_command() -> None:
    done = run("--help")

    assert done.returncode == 0
    for name in COMMANDS:
        assert f"  {name} " in done.stdout


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_of_its_own(command: str) -> None:
    done = run(command, "--help")

    assert (done.returncode, done.stderr) == (0, "")
    assert f"Usage: reactor-nb {command} [OPTIONS]" in done.stdout


def test_help_loads_no_server() -> None:
    code = (
        "import sys, reactor_nb.cli; print([m for m in ('fastapi', 'uvicorn') if m in sys.modules])"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"


def test_the_version_is_told() -> None:
    assert run("--version").stdout.strip() == __version__


def test_info_names_what_is_at_work() -> None:
    done = run("info")

    assert done.returncode == 0
    assert f"reactor_nb: {__version__}\n" in done.stdout
    assert "Pyodide: 314." in done.stdout
    assert "fastapi: " in done.stdout


# check


def test_a_good_notebook_passes_the_check(counter: Path) -> None:
    done = run("check", counter)

    assert done.returncode == 0
    assert done.stdout == "counter.ipynb: no problems\n"


def test_every_problem_is_one_line_with_file_cell_and_line(tmp_path: Path) -> None:
    broken = write_notebook(tmp_path / "broken.ipynb", *COUNTER, "x = 1\ndef f(:\n")

    done = run("check", broken)

    assert done.returncode == 1
    assert re.match(r"broken\.ipynb › cell 3 › line 2: RNB001 ", done.stdout)
    assert len(done.stdout.splitlines()) == 1


def test_check_speaks_json(tmp_path: Path, counter: Path) -> None:
    broken = write_notebook(tmp_path / "broken.ipynb", *COUNTER, "def f(:\n")

    done = run("check", counter, broken, "--json")

    data = json.loads(done.stdout)
    assert done.returncode == 1
    assert data["passed"] is False
    assert [one["file"] for one in data["files"]] == [str(counter), str(broken)]
    assert data["files"][0]["diagnostics"] == []
    [problem] = data["files"][1]["diagnostics"]
    assert (problem["code"], problem["cell"], problem["line"]) == ("RNB001", 3, 1)


@pytest.mark.parametrize("content", [b"", b"  ", b"%PDF-1.7", b"[]", b'{"cells"', b"\xff\xfe\x00"])
def test_a_file_that_is_no_notebook_is_one_line_n01(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "bad.ipynb"
    path.write_bytes(content)

    for command in (("check", path), ("export", path, "-o", tmp_path / "out")):
        done = run(*command)

        lines = (done.stdout + done.stderr).splitlines()
        assert done.returncode == 1
        assert len(lines) == 1
        assert lines[0].startswith("bad.ipynb")
        assert not (tmp_path / "out").exists()


def test_a_missing_notebook_is_one_line(tmp_path: Path) -> None:
    for command in ("check", "dev", "export"):
        out = ("-o", tmp_path / "out") if command == "export" else ()
        done = run(command, tmp_path / "none.ipynb", *out)

        assert done.returncode == 1
        assert len((done.stdout + done.stderr).splitlines()) == 1
        assert "none.ipynb" in done.stdout + done.stderr


def test_nothing_of_a_notebook_is_run_by_check_or_export_e8(tmp_path: Path) -> None:
    canary = tmp_path / "canary"
    cell = f"from pathlib import Path\nPath({str(canary)!r}).touch()\n!touch {canary}\n"
    notebook = write_notebook(tmp_path / "nb/app.ipynb", *COUNTER, cell)

    run("check", notebook)
    run("export", notebook, "-o", tmp_path / "out")

    assert not canary.exists()


def test_letters_that_the_terminal_lacks_do_not_stop_a_command(tmp_path: Path) -> None:
    broken = write_notebook(tmp_path / "Café.ipynb", "def f(:\n")

    done = run("check", broken, env={**os.environ, "PYTHONIOENCODING": "cp866"})

    assert done.returncode == 1
    assert "Caf\\xe9.ipynb \\u203a cell 1" in done.stdout


# export


def test_export_says_what_it_did(counter: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"

    done = run("export", counter, "-o", out)

    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("counter.ipynb: 1 page, 0 actions\n")
    assert f"run it: reactor-nb serve {out}" in done.stdout
    assert (out / "app.py").is_file()


def test_export_names_what_it_left_out(tmp_path: Path) -> None:
    notebook = write_notebook(tmp_path / "nb/app.ipynb", *COUNTER, "Counter()\n")

    done = run("export", notebook, "-o", tmp_path / "out")

    assert "left out: cell 3" in done.stdout


def test_export_refuses_a_notebook_with_errors_and_keeps_the_old_app(
    counter: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    run("export", counter, "-o", out)
    before = snapshot(out)
    write_notebook(counter, *COUNTER, "def f(:\n")

    done = run("export", counter, "-o", out)

    assert done.returncode == 1
    assert done.stderr.startswith("counter.ipynb › cell 3 › line 1: RNB001 ")
    assert "Traceback" not in done.stderr
    assert snapshot(out) == before


def test_export_is_the_same_from_anywhere_e4(counter: Path, tmp_path: Path) -> None:
    first = run("export", counter, "-o", tmp_path / "one")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    strange = {"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "7", "LC_ALL": "C", "HOME": "/"}
    os.utime(counter, (1, 1))

    second = run(
        "export",
        "../notebooks/counter.ipynb",
        "-o",
        "two",
        cwd=elsewhere,
        env={**os.environ, **strange},
    )

    assert (first.returncode, second.returncode) == (0, 0)
    assert snapshot(tmp_path / "one") == snapshot(elsewhere / "two")


def test_a_secret_stops_the_export_until_it_is_allowed_s12(tmp_path: Path) -> None:
    key = "AKIA" + "IOSFODNN7EXAMPLE"
    page = COUNTER[1].replace("Count: ", f"{key}: ")
    notebook = write_notebook(tmp_path / "nb/app.ipynb", COUNTER[0], page)
    out = tmp_path / "out"

    refused = run("export", notebook, "-o", out)
    allowed = run("export", notebook, "-o", out, "--allow-secret", "aws-key")

    assert refused.returncode == 1
    assert "app.ipynb › cell 2 › line 8: RNB061" in refused.stderr
    assert key not in refused.stderr + refused.stdout
    assert allowed.returncode == 0


def test_a_package_with_compiled_parts_is_named_with_its_cell(tmp_path: Path) -> None:
    page = COUNTER[1].replace("Count: ", "{markupsafe.escape('<')}: ")
    notebook = write_notebook(tmp_path / "nb/app.ipynb", COUNTER[0], "import markupsafe", page)

    done = run("export", notebook, "-o", tmp_path / "out")

    assert done.returncode == 1
    assert "app.ipynb › cell 2 › line 1: RNB060" in done.stderr
    assert "markupsafe" in done.stderr.lower()


def test_a_mistake_in_a_module_is_told_with_its_file(tmp_path: Path) -> None:
    page = COUNTER[1].replace("Count: ", "{helpers.NAME}: ")
    notebook = write_notebook(tmp_path / "nb/app.ipynb", COUNTER[0], "import helpers", page)
    (notebook.parent / "helpers.py").write_text("NAME = (\n")

    done = run("check", notebook)
    told = json.loads(run("check", notebook, "--json").stdout)["files"][0]["diagnostics"]

    assert done.returncode == 1
    assert done.stdout.startswith("helpers.py › line 1: RNB001 not valid Python")
    assert len(done.stdout.splitlines()) == 1
    assert [(one["file"], one["cell"], one["line"]) for one in told] == [("helpers.py", None, 1)]


def test_an_internal_fault_is_one_line_and_debug_shows_where() -> None:
    code = (
        "import sys, reactor_nb.cli as cli\n"
        "def broken(*_, **__): raise ZeroDivisionError('inside')\n"
        "cli.app = broken\n"
        "cli.main()\n"
    )

    plain = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )
    debug = subprocess.run(
        [sys.executable, "-c", code, "--debug"], capture_output=True, text=True, check=False
    )

    assert plain.returncode == 1
    assert plain.stderr == (
        "error in reactor_nb itself: ZeroDivisionError: inside (--debug says where)\n"
    )
    assert "Traceback" in debug.stderr


# serve


def test_an_export_is_served(counter: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run("export", counter, "-o", out)

    with started("serve", out) as (url, process):
        page = get(url)
        health = get(f"{url}_reactor/health")
        process.terminate()
        assert process.wait(20) == 0

    assert "Count: 0" in page
    assert health


@pytest.mark.parametrize("options", [("-O",), ("-W", "error"), ("-B",)])
def test_an_export_runs_with_uvicorn_alone_from_a_read_only_folder_e9(
    counter: Path, tmp_path: Path, options: tuple[str, ...]
) -> None:
    out = tmp_path / "out"
    run("export", counter, "-o", out)
    counter.unlink()
    for folder, _, files in os.walk(out):
        for name in files:
            Path(folder, name).chmod(0o444)
        Path(folder).chmod(0o555)
    command = [sys.executable, *options, "-m", "uvicorn", "app:app", "--port", "0"]

    with subprocess.Popen(command, cwd=out, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        url = next(found[0] for line in process.stderr if (found := ADDRESS.search(line)))
        assert get(f"{url}/_reactor/health")
        assert "Count: 0" in get(url)
        process.terminate()


def test_several_workers_share_the_port(counter: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run("export", counter, "-o", out)

    with started("serve", out, "--workers", "2") as (url, _):
        for _ in range(50):
            try:
                assert "Count: 0" in get(url)
                break
            except OSError:
                time.sleep(0.2)
        else:
            pytest.fail("no worker answered")


def test_a_port_in_use_is_one_line(counter: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run("export", counter, "-o", out)

    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        for command in (("serve", out), ("dev", counter)):
            done = run(*command, "--port", port)

            assert done.returncode == 1
            assert done.stderr == (
                f"error: port {port} of 127.0.0.1 is in use by another program; "
                "choose another with --port\n"
            )


def test_a_folder_that_is_no_export_is_one_line(tmp_path: Path) -> None:
    done = run("serve", tmp_path)

    assert done.returncode == 1
    assert "holds no exported app; make one with 'reactor-nb export'" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_code_that_fails_at_the_start_is_one_line_with_its_cell(tmp_path: Path) -> None:
    cells = ("import os\nLIMIT = int(os.environ['NO_SUCH_LIMIT'])", COUNTER[0])
    loader = "def load():\n    return LIMIT\n"
    page = '@page("/", loader=load)\ndef Page(data: int):\n    return p(data)\n'
    notebook = write_notebook(tmp_path / "nb/app.ipynb", *cells, loader, page)
    out = tmp_path / "out"
    assert run("export", notebook, "-o", out).returncode == 0

    done = run("serve", out, "--port", "0")

    assert done.returncode == 1
    assert "KeyError: 'NO_SUCH_LIMIT'" in done.stderr
    assert "cell 1 › line 2" in done.stderr
    assert len(done.stderr.splitlines()) == 1


# a static site


def test_a_static_site_is_made_and_the_next_step_told(counter: Path, tmp_path: Path) -> None:
    done = run("export", counter, "--static", "-o", tmp_path / "out")

    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[1:] == [
        "1 page for any host of files",
        f"try it: python -m http.server -d {tmp_path}/out",
    ]
    assert "Count: 0" in (tmp_path / "out/index.html").read_text()


def test_a_static_site_that_needs_a_server_is_refused_at_its_cell(tmp_path: Path) -> None:
    notebook = write_notebook(
        tmp_path / "nb/app.ipynb",
        COUNTER[0] + "\nfrom reactor_nb import action\n@action\nasync def save() -> None: ...",
        "@page('/')\ndef Home():\n    return p('x', on_click=save)",
    )

    done = run("export", notebook, "--static", "-o", tmp_path / "out")

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("app.ipynb › cell 1 › line 5: RNB070 ")
    assert len(done.stderr.splitlines()) == 1
    assert not (tmp_path / "out").exists()


def test_options_of_a_static_site_need_it(counter: Path, tmp_path: Path) -> None:
    done = run("export", counter, "-o", tmp_path / "out", "--offline")

    assert done.returncode == 2
    assert "add --static" in done.stderr
