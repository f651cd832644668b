"""A file input in a form of an action: the same with JavaScript and without (C8)."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.e2e.real import Serve

UPLOAD = """
from reactor_nb import ActionError, action, page
from reactor_nb.html import button, form, input, li, p, ul

kept = []

@action
async def keep(photo: bytes, caption: str = "") -> None:
    if not photo:
        raise ActionError("not kept", fields={"photo": "this file is empty"})
    kept.append(f"{caption}: {len(photo)} {photo[:4]!r}")

def load_kept() -> list[str]:
    return kept

@page("/", loader=load_kept)
def Home(data: list[str]):
    return form(
        input(type="file", name="photo"),
        input(name="caption"),
        button("Send"),
        ul([li(one, key=one) for one in data]),
        action=keep,
    )
"""


@pytest.mark.parametrize("javascript", [True, False], ids=["JavaScript", "no JavaScript"])
def test_a_file_is_sent_to_an_action(serve: Serve, browser: Browser, javascript: bool) -> None:
    """C8"""
    caption = f"with {javascript}"
    content = b"\x89PNG\r\n\x1a\n\0\xff"
    context = browser.new_context(java_script_enabled=javascript)
    page = context.new_page()
    page.goto(serve(UPLOAD).url)
    if javascript:
        page.wait_for_selector("html[data-reactor=live]")

    page.set_input_files("[name=photo]", {"name": "a", "mimeType": "", "buffer": b""})
    page.fill("[name=caption]", caption)
    page.click("button")
    told = page.text_content("small")
    typed = page.input_value("[name=caption]")
    page.set_input_files("[name=photo]", {"name": "b.png", "mimeType": "", "buffer": content})
    page.click("button")
    page.wait_for_selector(f"li:has-text('{caption}')")
    shown = page.text_content(f"li:has-text('{caption}')")
    context.close()

    assert (told, typed) == ("this file is empty", caption)
    assert shown == f"{caption}: {len(content)} {content[:4]!r}"
