from __future__ import annotations

import logging

import pytest

from reactor_nb.core.component import component
from reactor_nb.html import div, p
from reactor_nb.runtime.registry import Page, Registry
from reactor_nb.runtime.render import render_page


@pytest.mark.parametrize("dev", [True, False])
def test_v26_while_developing_an_author_hears_what_the_browser_rearranges(
    dev: bool, caplog: pytest.LogCaptureFixture
) -> None:
    @component
    def Home() -> object:
        return p(div("x"))

    page = Page("/", Home)

    with caplog.at_level(logging.WARNING, "reactor_nb"):
        render_page(Registry("app"), page, {}, dev=dev)

    told = [record.getMessage() for record in caplog.records]
    assert told == (
        [
            "the browser would rearrange the page, and it is mended at each load: "
            "<p> cannot hold <div>, in component Home"
        ]
        if dev
        else []
    )
