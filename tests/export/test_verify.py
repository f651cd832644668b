"""S1, S12: an export looks at what it made, and stops when the browser would get too much."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from reactor_nb.errors import ExportError
from reactor_nb.export.archive import stored_zip
from reactor_nb.export.bundle import Build
from reactor_nb.export.exporter import Exporter
from reactor_nb.export.prepare import Prepared, prepare
from reactor_nb.export.verify import LeakError, Verified, Verifier
from reactor_nb.export.words import words_apart
from tests.cli.conftest import write_notebook
from tests.export.test_secrets import SECRETS

Make = Callable[..., Prepared]

HEAD = "import os\nfrom reactor_nb import action, page\nfrom reactor_nb.html import p"
SERVER = """LIMIT = 12

def hidden_helper(query):
    '''Ask the ledger.'''
    answer_of_ledger = query + 'select secret from ledger'  # remark_about_it
    return answer_of_ledger
"""
ACTION = """@action
async def save(text: str = 'default of the server') -> int:
    kept = hidden_helper(text)
    return len(kept)

def load_it(): return hidden_helper('')
"""
PAGE = """@page('/', loader=load_it)
def Home(data: str):
    text = data
    return p('a text that is shown', on_click=save)
"""


@pytest.fixture
def make(tmp_path: Path) -> Make:
    def made(*cells: str, allowed: tuple[str, ...] = ()) -> Prepared:
        notebook = write_notebook(tmp_path / "app.ipynb", HEAD, *(cells or (SERVER, ACTION, PAGE)))
        return prepare(notebook, None, allowed)

    return made


def leaking(app: Prepared, more: str) -> Prepared:
    """Return an app whose browser half says something it must not say."""
    assert app.model is not None
    return replace(app, model=replace(app.model, client_source=app.model.client_source + more))


def test_words_of_code_that_stays_are_those_that_nothing_shown_has(make: Make) -> None:
    understood = make().understood
    assert understood is not None

    hidden = words_apart(understood).hidden

    assert " ".join(sorted(hidden.names)) == (
        "Ask LIMIT action answer_of_ledger default hidden_helper kept ledger load_it of os query "
        "remark_about_it secret select server the"
    )
    assert hidden.strings == {
        *("Ask the ledger.", "select secret from ledger", "default of the server"),
    }


def test_a_good_app_is_verified_and_its_manifest_says_so(make: Make, build: Build) -> None:
    manifest = json.loads(bytes(Exporter(build).files(make())["manifest.json"]))

    assert manifest["verified"] == {
        "passed": True,
        "files": 1,
        "server_names": 17,
        "server_strings": 3,
        "allowed": [],
    }


LEAKS = {
    "the name of a helper": ("\nhidden_helper = 1\n", "the name 'hidden_helper'"),
    "a local name of an action": ("\ndef f(kept): ...\n", "the name 'kept'"),
    "a remark": ("\n# remark_about_it\n", "the name 'remark_about_it'"),
    "a loader": ("\nx = 'load_it'\n", "the name 'load_it'"),
    "a text": ("\nx = 'select secret from ledger'\n", "the name"),
}


@pytest.mark.parametrize(("more", "told"), LEAKS.values(), ids=LEAKS)
def test_a_word_of_server_only_code_in_the_browser_s_module_stops_the_export_s1(
    make: Make, build: Build, more: str, told: str
) -> None:
    app = leaking(make(), more)

    with pytest.raises(LeakError, match=told) as raised:
        Exporter(build).files(app)

    line = str(raised.value)
    assert line.startswith("the browser would get too much: static/app-")
    assert " › app_app_client.py has " in line
    assert "--allow-secret server-code" in line
    assert "select secret" not in line


def test_a_text_without_a_name_is_found_too_s1(make: Make, build: Build) -> None:
    app = make("KEY = '1234-5678-90'\n" + SERVER, ACTION.replace("text)", "text + KEY)"), PAGE)

    with pytest.raises(LeakError, match=r"a text of server-only code \(12 characters\)"):
        Exporter(build).files(leaking(app, "\nx = '1234-5678-90'\n"))


def test_what_is_allowed_is_written_down(make: Make, build: Build) -> None:
    app = leaking(make(allowed=("server-code",)), "\nhidden_helper = 1\n")

    manifest = json.loads(bytes(Exporter(build).files(app)["manifest.json"]))

    assert manifest["verified"]["allowed"] == ["server-code"]


def verifier(app: Prepared, **environment: str) -> Verifier:
    assert app.model is not None and app.understood is not None
    return Verifier(app.model, words_apart(app.understood), app.allowed, environment)


def test_a_value_of_a_variable_that_the_app_reads_is_found_in_any_file(
    make: Make, tmp_path: Path
) -> None:
    app = make(
        "def load_it(): return os.environ['MODE']",
        "@page('/', loader=load_it)\ndef Home(data: str):\n    return p('x')",
    )
    files = {"static/data.csv": b"a,b\n1,turbo-mode\n"}

    with pytest.raises(LeakError) as raised:
        verifier(app, MODE="turbo-mode").verify(dict(files), tmp_path)

    assert str(raised.value) == (
        "the browser would get too much: static/data.csv has the value of the variable MODE; "
        "use it in a loader or an action only, or allow it with --allow-secret environment"
    )
    verifier(app, MODE="short", OTHER="turbo-mode").verify(dict(files), tmp_path)


@pytest.mark.parametrize("name", ["DB_PASSWORD", "API_KEY", "GITHUB_TOKEN", "database_url"])
def test_a_value_of_a_variable_with_the_name_of_a_secret_is_found(
    make: Make, tmp_path: Path, name: str
) -> None:
    files = {"public/notes.txt": b"log in with correct-horse-battery"}

    with pytest.raises(LeakError, match=f"the value of the variable {name}"):
        verifier(make(), **{name: "correct-horse-battery"}).verify(dict(files), tmp_path)


def test_what_is_packed_is_looked_at_s12(make: Make, tmp_path: Path) -> None:
    inner = stored_zip({"pack/keys.pyc": b"\x00\xe3" + SECRETS["aws-key"].encode() + b"\xfa"})
    files = {"static/packages/pack.whl": stored_zip({"inner.zip": inner})}

    with pytest.raises(LeakError, match=r"pack\.whl › inner\.zip › pack/keys\.pyc, line 1, has"):
        verifier(make()).verify(dict(files), tmp_path)


def test_the_remark_of_an_archive_is_looked_at(make: Make, tmp_path: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.comment = b"correct-horse-battery"

    with pytest.raises(LeakError, match=r"a\.zip › \(its comment\) has the value"):
        verifier(make(), X_TOKEN="correct-horse-battery").verify(
            {"static/a.zip": stream.getvalue()}, tmp_path
        )


def test_files_that_are_the_same_in_every_app_need_no_look(make: Make, tmp_path: Path) -> None:
    ready = tmp_path / "ready.bin"
    ready.write_bytes(SECRETS["pem"].encode())

    found = verifier(make()).verify({"static/x.bin": ready, "static/x.bin.br": b"-"}, tmp_path)

    assert found == Verified(0, 17, 3, ())


def test_an_unknown_kind_is_told_with_the_known_ones(make: Make) -> None:
    with pytest.raises(ExportError, match="no kind of secret named 'pems'; the kinds are aws-key"):
        make(allowed=("pems",))
