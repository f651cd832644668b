from __future__ import annotations

import pytest

from reactor_nb.errors import ReactorError
from tests.runtime.apps import load

BROKEN = {
    "a path that is no path": (
        "@api('posts')\ndef f():\n    pass",
        "@api('posts'): a path is text that starts with /",
    ),
    "a path of our own": (
        "@api('/_reactor/x')\ndef f():\n    pass",
        "/_reactor is taken by the app itself",
    ),
    "no method": (
        "@api('/x', methods=[])\ndef f():\n    pass",
        "methods= takes a list, such as ['GET', 'POST']",
    ),
    "methods in one text": (
        "@api('/x', methods='GET')\ndef f():\n    pass",
        "methods= takes a list",
    ),
    "a path twice": (
        "@api('/x')\ndef f():\n    pass\n@api('/x', ['get', 'POST'])\ndef g():\n    pass",
        "the path '/x' is taken by f; give one another path or other methods",
    ),
    "the path of a page": (
        "@page('/x')\ndef A():\n    return p()\n@api('/x')\ndef f():\n    pass",
        "the path '/x' is taken by A",
    ),
    "middleware that does not wait": (
        "@middleware\ndef around(request, call_next):\n    pass",
        "middleware is written as 'async def name(request, call_next)'",
    ),
}


@pytest.mark.parametrize(("source", "message"), BROKEN.values(), ids=BROKEN)
def test_what_cannot_be_served_is_told_at_its_definition(source: str, message: str) -> None:
    with pytest.raises(ReactorError) as caught:
        load(source)

    assert message in str(caught.value)


def test_one_path_may_have_an_endpoint_for_each_method_and_a_page() -> None:
    registry = load(
        "@page('/x')\ndef A():\n    return p()\n"
        "@api('/x', ['POST'])\ndef f():\n    pass\n@api('/x', ['PUT'])\ndef g():\n    pass"
    )

    assert [one.function.__name__ for one in registry.endpoints] == ["f", "g"]


def test_a_decorated_function_stays_what_it_is() -> None:
    registry = load("@api('/x')\ndef f():\n    return 1\nassert f() == 1")

    assert registry.endpoints[0].function() == 1
