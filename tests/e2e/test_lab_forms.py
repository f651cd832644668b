"""Forms with files in the preview of a real JupyterLab."""

from __future__ import annotations

from playwright.sync_api import FilePayload, expect

from tests.e2e.lab import PATIENCE, Open
from tests.e2e.test_lab_browsing import IMPORTS, PIXEL


def test_a_form_with_files_is_posted(live: Open) -> None:
    """As parts, with all bytes; what is wrong is said as in the exported app."""
    code = """
kept = []

@action
async def keep(photo: bytes, others: list[bytes], caption: str = "") -> None:
    if not photo.startswith(b"\\x89PNG"):
        raise ActionError("Nothing was kept.", fields={"photo": "Please choose a PNG image."})
    kept.append(f"{caption}: {len(photo)}, {[len(one) for one in others]}, {photo[-1]}")

async def load() -> list[str]: return kept

@page("/", loader=load)
def Home(data: list[str]):
    return [
        form(
            input(type="file", name="photo", id="photo"),
            input(type="file", name="others", id="others", multiple=True),
            input(name="caption", id="caption"),
            button("Send"),
            action=keep,
        ),
        output(" and ".join(data), id="kept"),
    ]
"""
    notebook = live(IMPORTS, code)
    app = notebook.app

    app.locator("#caption").fill("ünï")
    app.locator("#photo").set_input_files({"name": "a", "mimeType": "x/y", "buffer": b"GIF"})
    app.get_by_role("button", name="Send").click()
    expect(app.get_by_role("alert").first).to_have_text(
        "Please choose a PNG image.", timeout=PATIENCE
    )

    notebook.wait_until_live()
    app.locator("#caption").press("End")
    app.locator("#caption").press_sequentially("!")
    files: list[FilePayload] = [
        {"name": f"{one}.txt", "mimeType": "", "buffer": b"x" * one} for one in (1, 2)
    ]
    app.locator("#photo").set_input_files(
        {"name": "dot.png", "mimeType": "image/png", "buffer": PIXEL}
    )
    app.locator("#others").set_input_files(files)
    app.get_by_role("button", name="Send").click()
    expect(app.locator("#kept")).to_have_text(
        f"ünï!: {len(PIXEL)}, [1, 2], {PIXEL[-1]}", timeout=PATIENCE
    )

    notebook.wait_until_live()
    app.locator("#photo").set_input_files(
        {"name": "big.png", "mimeType": "image/png", "buffer": b"x" * 6_000_000}
    )
    app.get_by_role("button", name="Send").click()
    expect(notebook.problem()).to_contain_text("more than 5 MB is not sent in the preview")
    assert notebook.errors == []
