from __future__ import annotations

import pytest

from reactor_nb.core.component import Component
from reactor_nb.errors import ReactorError
from tests.runtime.apps import load


def test_a_page_is_a_component() -> None:
    registry = load("@page('/a/{id:int}')\ndef P(id: int):\n    return p(str(id))")

    assert isinstance(registry.pages[0].component, Component)
    assert registry.pages[0].path == "/a/{id:int}"


def test_a_component_can_be_made_a_page() -> None:
    registry = load("@page('/')\n@component\ndef P():\n    return p()")

    assert registry.pages[0].name == "P"


BAD_PATHS = {
    "no slash": "about",
    "not text": 3,
    "an address": "//evil.example/x",
    "a slash at the end": "/about/",
    "a way up": "/a/../b",
    "E7: our own prefix": "/_reactor/actions",
    "E7: the static files": "/static/x",
    "E7: white space": "/a b",
    "E7: a query": "/a?b",
    "E7: a pattern": "/a/{id:.*}",
    "E7: a regular expression": "/(a|b)[",
    "E7: control characters": "/a\r\nb",
    "a backslash": "/\\evil",
}


@pytest.mark.parametrize("path", BAD_PATHS.values(), ids=BAD_PATHS)
def test_a_path_that_cannot_be_one_is_refused(path: object) -> None:
    with pytest.raises(ReactorError, match="@page"):
        load(f"@page({path!r})\ndef P():\n    return p()")


@pytest.mark.parametrize("path", ["/", "/a/b-c.html", "/{a}/{b:path}", "/v{n:int}.x", "/über/~me"])
def test_a_path_that_can_be_one_is_taken(path: str) -> None:
    assert load(f"@page({path!r})\ndef P(a='', b='', n=1):\n    return p()").pages[0].path == path


BAD_ACTIONS = {
    "a class": ("@action\nclass X: pass", "takes a function"),
    "N51: a dunder name": ("@action\ndef __init__(): pass", "cannot be the name of an action"),
    "a generator": ("@action\ndef f():\n    yield 1", "yields"),
    "an async generator": ("@action\nasync def f():\n    yield 1", "yields"),
    "a lambda": ("action(lambda: 1)", "cannot be the name"),
    "twice": ("@action\n@action\ndef f(): pass", "an action already"),
    "a guard that is none": ("@action(guard='admin')\ndef f(): pass", "guard= takes a function"),
    "a loader that is none": ("@page('/', loader=3)\ndef P(data): pass", "loader= takes"),
    "no place for data": ("@page('/', loader=print)\ndef P(x=1): pass", "no property 'data'"),
}


@pytest.mark.parametrize("source, message", BAD_ACTIONS.values(), ids=BAD_ACTIONS)
def test_what_cannot_be_an_action_or_a_page_says_why(source: str, message: str) -> None:
    with pytest.raises(ReactorError, match=message):
        load(source)
