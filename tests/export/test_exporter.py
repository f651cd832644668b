from __future__ import annotations

import ast
import hashlib
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from reactor_nb.errors import ExportError
from reactor_nb.export.bundle import Build
from reactor_nb.export.exporter import Exporter, Report, complete
from reactor_nb.export.prepare import Prepared
from reactor_nb.export.swap import Place
from reactor_nb.model.app import AppModel, Route
from reactor_nb.model.diagnostics import Diagnostic, Span
from tests.export.conftest import make_app, make_model, write_build
from tests.export.stop_everywhere import snapshot

NOBODY = 65534


@pytest.fixture
def app(tmp_path: Path) -> Prepared:
    folder = tmp_path / "notebook"
    folder.mkdir()
    (folder / "todos.ipynb").write_text("{}")
    return make_app(folder / "todos.ipynb", make_model())


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


@pytest.fixture
def exporter(build: Build) -> Exporter:
    return Exporter(build)


def beside(target: Path) -> list[str]:
    """Return what an export left beside its target."""
    return sorted(path.name for path in target.parent.iterdir() if path.name.startswith(".out"))


def changed(app: Prepared, **changes: object) -> Prepared:
    return make_app(app.notebook, make_model(**changes))  # type: ignore[arg-type]


# What an export contains


def test_an_export_holds_all_that_an_app_needs(
    exporter: Exporter, app: Prepared, out: Path
) -> None:
    exporter.export(app, out)

    plain = {path for path in snapshot(out) if not path.startswith("static/")}
    assert plain == {
        ".dockerignore",
        ".env.example",
        "Dockerfile",
        "README.md",
        "app.py",
        "constraints.txt",
        "generated/client.py",
        "generated/server.py",
        "manifest.json",
        "requirements.txt",
    }


def test_generated_modules_are_the_emitted_sources(
    exporter: Exporter, app: Prepared, out: Path
) -> None:
    exporter.export(app, out)

    assert app.model is not None
    assert (out / "generated/server.py").read_text() == app.model.server_source
    assert (out / "generated/client.py").read_text() == app.model.client_source


def test_the_manifest_names_every_file_with_its_hash(
    exporter: Exporter, app: Prepared, out: Path
) -> None:
    exporter.export(app, out)

    manifest = json.loads((out / "manifest.json").read_bytes())
    hashes = {path: entry["sha256"] for path, entry in manifest["files"].items()}
    sizes = {path: entry["size"] for path, entry in manifest["files"].items()}
    found = snapshot(out)
    del found["manifest.json"]
    assert hashes == found
    assert sizes == {path: (out / path).stat().st_size for path in found}


def test_the_manifest_gives_the_model_without_its_sources(
    exporter: Exporter, app: Prepared, out: Path
) -> None:
    exporter.export(app, out)

    manifest = json.loads((out / "manifest.json").read_bytes())
    model = AppModel.from_json({**manifest, "server_source": "", "client_source": ""})
    assert model == make_model(server_source="", client_source="")
    assert manifest["versions"]["pyodide"] == "314.0.6"
    assert "SERVER = 1" not in (out / "manifest.json").read_text()


def test_public_files_go_along_and_hidden_ones_stay_s7(
    exporter: Exporter, app: Prepared, out: Path, tmp_path: Path
) -> None:
    public = app.notebook.parent / "public"
    for name in ("data.csv", "deep/a.txt", ".env", ".git/config", "a/.hidden/x"):
        (public / name).parent.mkdir(parents=True, exist_ok=True)
        (public / name).write_text(name)
    (tmp_path / "secret.txt").write_text("elsewhere")
    (public / "link.txt").symlink_to(tmp_path / "secret.txt")

    exporter.export(make_app(app.notebook, make_model(), public=public), out)

    found = {path for path in snapshot(out) if path.startswith("public/")}
    assert found == {"public/data.csv", "public/deep/a.txt"}


HOSTILE = (
    '""")\nimport os; os.system("x")  #',
    "'''\\",
    "{{7*7}} ${x} {title} %s",
    "line\nanother\r\n# heading\n```\nRUN rm",
    "</script><script>pwn()</script>",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_no_value_of_the_author_becomes_code_e6(
    exporter: Exporter, app: Prepared, out: Path, text: str
) -> None:
    plain = exporter.files(app)

    exporter.export(changed(app, title=text, routes=(Route(text, "Todos", None, 4, 1),)), out)

    assert (out / "app.py").read_bytes() == plain["app.py"]
    assert (out / "Dockerfile").read_bytes() == plain["Dockerfile"]
    assert ast.dump(ast.parse((out / "app.py").read_text()))
    assert json.loads((out / "manifest.json").read_bytes())["title"] == text
    readme = (out / "README.md").read_text().splitlines()
    assert len(readme) == len(bytes(plain["README.md"]).decode().splitlines())


@pytest.mark.parametrize(
    ("path", "line"),
    [("/notes/{name}/a_b", "- `/notes/{name}/a_b`"), ("/a``b\n<b>", "- ``` /a``b <b> ```")],
)
def test_the_readme_names_pages_as_they_are_written(
    exporter: Exporter, app: Prepared, out: Path, path: str, line: str
) -> None:
    exporter.export(changed(app, routes=(Route(path, "Todos", None, 4, 1),)), out)

    assert line in (out / "README.md").read_text().splitlines()


def test_an_app_with_errors_is_not_exported(exporter: Exporter, app: Prepared, out: Path) -> None:
    problem = Diagnostic("RNB001", "no", Span(1, 1))
    broken = Prepared(app.notebook, app.model, app.packages, {}, (problem,))

    with pytest.raises(ExportError, match="has errors"):
        exporter.export(broken, out)

    assert not out.exists()


# Reproducible


def test_two_exports_give_the_same_bytes_e4(exporter: Exporter, app: Prepared, out: Path) -> None:
    exporter.export(app, out)
    first = snapshot(out)
    for path in (app.notebook, *exporter._build.folder.rglob("*")):
        os.utime(path, (1, 1))

    exporter.export(app, out)
    exporter.export(app, out.with_name("out-elsewhere"))

    assert snapshot(out) == first
    assert snapshot(out.with_name("out-elsewhere")) == first


# What stands there already


def test_a_second_export_replaces_what_the_first_made(
    exporter: Exporter, app: Prepared, out: Path
) -> None:
    exporter.export(app, out)
    before = {path for path in snapshot(out) if path.startswith("static/app-")}

    report = exporter.export(changed(app, client_source="OTHER = 1\n"), out)

    after = {path for path in snapshot(out) if path.startswith("static/app-")}
    assert len(before) == len(after) == 3
    assert before & after == set()
    assert report.kept == ()
    assert beside(out) == []


def test_files_of_others_are_kept_and_reported(
    exporter: Exporter, app: Prepared, out: Path
) -> None:
    exporter.export(app, out)
    (out / "mine.txt").write_text("mine")
    (out / "deep/er").mkdir(parents=True)
    (out / "deep/er/mine.txt").write_text("mine")
    (out / "empty").mkdir()
    (out / "link").symlink_to("mine.txt")

    report = exporter.export(changed(app, client_source="OTHER = 1\n"), out)

    assert report.kept == ("deep/er/mine.txt", "empty", "link", "mine.txt")
    assert (out / "mine.txt").read_text() == (out / "deep/er/mine.txt").read_text() == "mine"
    assert (out / "empty").is_dir()
    assert os.readlink(out / "link") == "mine.txt"


def test_a_database_in_use_stays_one_file(exporter: Exporter, app: Prepared, out: Path) -> None:
    exporter.export(app, out)
    with (out / "mine.db").open("w") as stream:
        exporter.export(changed(app, client_source="OTHER = 1\n"), out)
        stream.write("written while it was open")

    assert (out / "mine.db").read_text() == "written while it was open"


def test_compiled_forms_of_generated_modules_are_not_kept(
    exporter: Exporter, app: Prepared, out: Path
) -> None:
    exporter.export(app, out)
    cache = out / "__pycache__"
    cache.mkdir()
    (cache / "app.cpython-311.pyc").write_bytes(b"stale")
    (cache / "mine.cpython-311.pyc").write_bytes(b"kept")

    report = exporter.export(app, out)

    assert report.kept == ("__pycache__/mine.cpython-311.pyc",)


def test_a_generated_file_changed_by_hand_is_not_overwritten_e12(
    exporter: Exporter, app: Prepared, out: Path
) -> None:
    exporter.export(app, out)
    (out / "app.py").write_text("# mine\n")
    before = snapshot(out)

    with pytest.raises(ExportError, match=r"app\.py in .* was changed by hand; use --force"):
        exporter.export(app, out)

    assert snapshot(out) == before
    assert beside(out) == []


def test_force_keeps_a_changed_file_under_another_name_e12(
    exporter: Exporter, app: Prepared, out: Path
) -> None:
    exporter.export(app, out)
    for text in ("# first\n", "# second\n"):
        (out / "app.py").write_text(text)
        report = exporter.export(app, out, force=True)

    assert report.backups == {"app.py": "app.py.bak2"}
    assert report.kept == ("app.py.bak",)
    assert (out / "app.py.bak").read_text() == "# first\n"
    assert (out / "app.py.bak2").read_text() == "# second\n"
    assert "create_app" in (out / "app.py").read_text()


def test_a_changed_manifest_counts_as_a_changed_file_e12(
    exporter: Exporter, app: Prepared, out: Path
) -> None:
    exporter.export(app, out)
    data = json.loads((out / "manifest.json").read_bytes())
    (out / "manifest.json").write_text(json.dumps({**data, "title": "Mine"}))

    with pytest.raises(ExportError, match=r"manifest\.json .* was changed by hand"):
        exporter.export(app, out)


def test_a_changed_file_that_is_not_made_any_more_is_kept(
    exporter: Exporter, app: Prepared, out: Path
) -> None:
    exporter.export(app, out)
    name = next(path for path in snapshot(out) if path.startswith("static/app-"))
    (out / name).write_text("mine")

    report = exporter.export(changed(app, client_source="OTHER = 1\n"), out)

    assert report.kept == (name,)


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"made_by": "reactor_nb"}', '{"files": 1}', "[" * 100_000, "\0"]
)
def test_a_folder_with_a_strange_manifest_is_nobody_s_e2(
    exporter: Exporter, app: Prepared, out: Path, text: str
) -> None:
    out.mkdir()
    (out / "manifest.json").write_text(text)

    with pytest.raises(ExportError, match="was not made by an export"):
        exporter.export(app, out)

    assert (out / "manifest.json").read_text() == text


def test_a_manifest_that_names_files_elsewhere_reaches_none_of_them(
    exporter: Exporter, app: Prepared, out: Path, tmp_path: Path
) -> None:
    (tmp_path / "precious").write_text("precious")
    digest = hashlib.sha256(b"precious").hexdigest()
    out.mkdir()
    (out / "manifest.json").write_text(
        json.dumps({"made_by": "reactor_nb", "files": {"../precious": {"sha256": digest}}})
    )

    exporter.export(app, out, force=True)

    assert (tmp_path / "precious").read_text() == "precious"


def test_a_folder_of_others_is_refused_e2(exporter: Exporter, app: Prepared, out: Path) -> None:
    out.mkdir()
    (out / "thesis.tex").write_text("years of work")

    with pytest.raises(ExportError, match="not empty and was not made by an export"):
        exporter.export(app, out)

    assert snapshot(out).keys() == {"thesis.tex"}


def test_force_puts_an_app_beside_the_files_of_others(
    exporter: Exporter, app: Prepared, out: Path
) -> None:
    (out / "generated").mkdir(parents=True)
    (out / "thesis.tex").write_text("years of work")
    (out / "app.py").write_text("another app")
    (out / "static").write_text("a file where a folder must be")

    report = exporter.export(app, out, force=True)

    assert report.kept == ("thesis.tex",)
    assert report.backups == {"app.py": "app.py.bak", "static": "static.bak"}
    assert (out / "app.py.bak").read_text() == "another app"


# Places that cannot be


def test_a_target_that_is_a_file_is_refused_e2(
    exporter: Exporter, app: Prepared, out: Path
) -> None:
    out.write_text("a file")

    with pytest.raises(ExportError, match="is a file; name a folder"):
        exporter.export(app, out)

    assert out.read_text() == "a file"


def test_a_folder_below_a_file_is_refused_e2(
    exporter: Exporter, app: Prepared, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("a file")

    with pytest.raises(ExportError, match="cannot export to"):
        exporter.export(app, tmp_path / "file/out")


@pytest.mark.parametrize("where", [".", "..", "../notebook"])
def test_the_folder_of_the_notebook_is_refused_even_with_force_e2(
    exporter: Exporter, app: Prepared, where: str
) -> None:
    with pytest.raises(ExportError, match="holds the notebook; name another folder"):
        exporter.export(app, app.notebook.parent / where, force=True)

    assert app.notebook.read_text() == "{}"


def test_a_folder_in_public_is_refused_e2(exporter: Exporter, app: Prepared) -> None:
    public = app.notebook.parent / "public"
    public.mkdir()
    (public / "a.txt").write_text("a")
    app = make_app(app.notebook, make_model(), public=public)

    with pytest.raises(ExportError, match="public"):
        exporter.export(app, public / "out")


def test_a_link_is_refused_and_what_it_points_to_untouched_e2(
    exporter: Exporter, app: Prepared, out: Path, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    out.symlink_to(elsewhere)

    with pytest.raises(ExportError, match="is a link to"):
        exporter.export(app, out)

    assert list(elsewhere.iterdir()) == []


def test_a_name_that_is_too_long_is_refused_e2(
    exporter: Exporter, app: Prepared, tmp_path: Path
) -> None:
    with pytest.raises(ExportError, match="the name is too long"):
        exporter.export(app, tmp_path / ("x" * 250))

    assert sorted(path.name for path in tmp_path.iterdir()) == ["build", "notebook"]


def as_child(work: Callable[[], Report], prepare: Callable[[], None]) -> str:
    """Run an export in a process of its own that is worse off; return its error."""
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        prepare()
        text = "no error"
        try:
            work()
        except ExportError as error:
            text = str(error)
        except BaseException as error:
            text = repr(error)
        os.write(writer, text.encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as stream:
        text = stream.read()
    os.waitpid(child, 0)
    return text


def test_a_full_disk_leaves_the_old_app_e2(exporter: Exporter, app: Prepared, out: Path) -> None:
    exporter.export(app, out)
    before = snapshot(out)
    bigger = changed(app, server_source="# " + "x" * 100_000)

    text = as_child(
        lambda: exporter.export(bigger, out),
        lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000)),
    )

    assert "cannot export to" in text
    assert "larger than this system allows" in text
    assert "\n" not in text
    assert snapshot(out) == before
    assert beside(out) == []


def test_too_many_open_files_leave_the_old_app_e2(
    exporter: Exporter, app: Prepared, out: Path
) -> None:
    exporter.export(app, out)
    before = snapshot(out)
    limit = len(os.listdir("/proc/self/fd")) + 2

    text = as_child(
        lambda: exporter.export(changed(app, client_source="OTHER = 1\n"), out),
        lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit)),
    )

    assert "too many files are open" in text
    assert snapshot(out) == before


def test_a_folder_that_may_not_be_written_is_told_e2(app: Prepared) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        exporter = Exporter(write_build(folder / "build"))
        exporter.export(app, folder / "out")
        before = snapshot(folder / "out")
        folder.chmod(0o555)

        text = as_child(
            lambda: exporter.export(changed(app, client_source="OTHER = 1\n"), folder / "out"),
            lambda: os.setuid(NOBODY) if os.getuid() == 0 else None,
        )

        folder.chmod(0o755)
        assert "permission denied" in text
        assert snapshot(folder / "out") == before


# Interrupted


@pytest.mark.parametrize("how", ["kill", "fail"])
@pytest.mark.parametrize("mode", ["exchange", "renames"])
def test_a_stop_before_any_step_leaves_the_old_app_or_the_new_e1(
    tmp_path: Path, mode: str, how: str
) -> None:
    command = [sys.executable, "-m", "tests.export.stop_everywhere", str(tmp_path), mode, how]

    done = subprocess.run(command, capture_output=True, text=True, timeout=400, check=True)

    result = json.loads(done.stdout)
    assert result["faults"] == []
    assert result["steps"] >= 200


def test_serving_completes_an_export_that_was_interrupted(
    exporter: Exporter, app: Prepared, out: Path
) -> None:
    exporter.export(app, out)
    place = Place(out)
    shutil.copytree(out, place.new)
    status = place.new.stat()
    place.journal.write_text(json.dumps({"new": [status.st_dev, status.st_ino]}))
    out.rename(place.old)

    complete(out)

    assert (out / "app.py").exists()
    assert beside(out) == []


def test_a_file_written_while_the_folders_change_places_is_not_lost(
    exporter: Exporter, app: Prepared, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    exporter.export(app, out)
    (out / "mine.txt").write_text("early")
    sync = "reactor_nb.export.exporter.sync_tree"

    def write_late(_: Path) -> None:
        (out / "late.txt").write_text("late")
        (out / "mine.txt").unlink()
        (out / "mine.txt").write_text("late")

    monkeypatch.setattr(sync, write_late)
    exporter.export(changed(app, client_source="OTHER = 1\n"), out)

    assert (out / "late.txt").read_text() == "late"
    assert (out / "mine.txt").read_text() == "late"
