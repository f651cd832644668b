from __future__ import annotations

import sys
from pathlib import Path

import pytest

from reactor_nb.errors import ReactorError
from reactor_nb.runtime.data import asset, data_dir, notebook_data, use_base
from tests.runtime.apps import load

APP = """
    cities = asset("cities of the world/ä.csv")

    def folder():
        return data_dir()
"""


def test_in_a_notebook_data_goes_to_a_hidden_folder_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("REACTOR_NB_DATA", raising=False)
    monkeypatch.setenv("JPY_SESSION_NAME", "/somewhere/todos.ipynb")

    assert data_dir() == tmp_path / ".todos.data"
    assert data_dir().is_dir()
    assert notebook_data(tmp_path / "a.ipynb") == tmp_path / ".a.data"


def test_an_app_has_the_folder_its_host_gave_it_or_that_of_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("REACTOR_NB_DATA", raising=False)
    registry = load(APP, configure=lambda one: setattr(one, "data", tmp_path / "app.data"))
    folder = vars(sys.modules[registry.name])["folder"]

    assert folder() == tmp_path / "app.data"
    registry.data = None
    monkeypatch.setenv("REACTOR_NB_DATA", str(tmp_path / "other"))
    assert folder() == tmp_path / "other"


def test_an_asset_is_read_from_the_public_folder(tmp_path: Path) -> None:
    (tmp_path / "cities of the world").mkdir()
    (tmp_path / "cities of the world" / "ä.csv").write_text("Zürich", encoding="utf-8")
    registry = load(APP, configure=lambda one: setattr(one, "public", tmp_path))
    cities = vars(sys.modules[registry.name])["cities"]

    assert cities.read_text() == "Zürich"
    assert str(cities) == cities.url == "/public/cities%20of%20the%20world/%C3%A4.csv"
    with use_base("/app"):
        assert cities.url.startswith("/app/public/")


def test_in_the_browser_an_asset_is_fetched_and_nothing_is_written() -> None:
    registry = load(APP)
    registry.base = "/app"
    registry.fetch_asset = lambda url: f"from {url}".encode()
    names = vars(sys.modules[registry.name])

    assert names["cities"].read_text().startswith("from /app/public/cities%20of")
    with pytest.raises(ReactorError, match="on the server"):
        names["folder"]()


@pytest.mark.parametrize("name", ["", "/etc/passwd", "../x", "a/../../x", "a//b", "a\\b", "a\0b"])
def test_an_asset_cannot_lead_out_of_the_folder(name: str) -> None:
    """A21"""
    with pytest.raises(ReactorError, match="inside public/"):
        asset(name)
