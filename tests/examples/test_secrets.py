"""05-secrets: its password and its way to a price are in nothing that a browser can get."""

from __future__ import annotations

import json
import re
from pathlib import Path

import httpx
import pytest

from reactor_nb.export.bundle import Build
from reactor_nb.export.exporter import Exporter
from reactor_nb.export.prepare import prepare
from reactor_nb.server import create_app, read_export
from tests.examples.test_canaries import EXAMPLES, unpacked

NOTEBOOK = next(path for path in EXAMPLES if path.stem == "05-secrets")
PASSWORD = "correct-horse-battery-staple"
SECRETS = (
    *(PASSWORD, "open sesame", "SHOP_DB_PASSWORD", "PASSWORD", "digest_of", "a shop of examples"),
    *("price_of", "WHOLESALE", "MARKUP", "REBATES", "1180", "1.62", "0.18", "sqlite3", "hmac"),
)


@pytest.fixture
def exported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SHOP_DB_PASSWORD", PASSWORD)
    monkeypatch.setenv("REACTOR_NB_DATA", str(tmp_path / "data"))
    Exporter().export(prepare(NOTEBOOK, Build.load()), tmp_path / "out")
    return tmp_path / "out"


def own_files(folder: Path) -> list[tuple[str, bytes]]:
    """Return what is packed in the files that are of this app alone."""
    return [
        found
        for path in (folder / "static").glob("app-*")
        for found in unpacked(path.name, path.read_bytes())
    ]


def test_no_secret_is_in_the_browser_s_python(exported: Path) -> None:
    server = (exported / "generated/server.py").read_text()
    assert [word for word in SECRETS[1:] if word not in server] == []

    found = own_files(exported)

    assert any(name.endswith("_client.py") for name, _ in found)
    places = [
        (name, word) for name, content in found for word in SECRETS if word.encode() in content
    ]
    assert places == []


async def test_no_secret_is_in_an_answer_of_the_server(exported: Path) -> None:
    transport = httpx.ASGITransport(create_app(*read_export(exported)))
    own = {"x-reactor": "1", "origin": "http://shop.example"}
    async with httpx.AsyncClient(transport=transport, base_url="http://shop.example") as client:
        page = await client.get("/")
        order = {"item": "Cup", "quantity": 10}
        answer = await client.post("/_reactor/actions/give_quote", json=order, headers=own)
        refused = await client.post(
            "/_reactor/actions/give_quote", json={**order, "item": "price_of"}, headers=own
        )

    assert answer.json()["result"] == {"item": "Cup", "quantity": 10, "cents": 3694}
    assert refused.status_code == 400
    # The words that a visitor may look for are data of the page, on purpose.
    words = re.findall(r'"words":\[[^\]]*\]|>[\w.]+</button>|value="[\w.]+"', page.text)
    text = page.text
    for each in words:
        text = text.replace(each, "")
    for said in (text, answer.text, refused.text):
        assert [word for word in SECRETS if word in said] == []


def test_the_export_says_that_it_was_verified(exported: Path) -> None:
    manifest = json.loads((exported / "manifest.json").read_bytes())

    assert manifest["verified"]["passed"]
    assert manifest["verified"]["server_names"] > 50
    assert manifest["crosses"]["types"]["Quote"] == {
        "item": "str",
        "quantity": "int",
        "cents": "int",
    }
    assert PASSWORD not in json.dumps(manifest)
    assert "SHOP_DB_PASSWORD=\n" in (exported / ".env.example").read_text()
