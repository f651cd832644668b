from __future__ import annotations

import json
from typing import Any

import pytest

from reactor_nb.core import ops, protocol

WORDS: dict[str, tuple[Any, Any]] = {
    "create": (ops.create(1, 0, 5, ["a", ["p", 0]]), ["create", 1, 0, 5, "a", ["p", 0]]),
    "move": (ops.move(1, 2, 3), ["move", 1, 2, 3]),
    "remove": (ops.remove(2), ["remove", 2]),
    "text": (ops.set_text(2, "t"), ["text", 2, "t"]),
    "attr": (ops.set_attribute(2, "id", None), ["attr", 2, "id", None]),
    "prop": (ops.set_property(2, "value", ["a"]), ["prop", 2, "value", ["a"]]),
    "event": (ops.set_event(2, "click", 1), ["event", 2, "click", 1]),
    "html": (ops.set_html(2, "<b>"), ["html", 2, "<b>"]),
    "head": (ops.set_head([("title", {}, "t")]), ["head", [["title", {}, "t"]]]),
    "hydrate": (protocol.hydrate([["p"], [1, 0, 0]], []), ["hydrate", [["p"], [1, 0, 0]], []]),
    "mend": (protocol.mend(["a"], "why", []), ["mend", ["a"], "why", []]),
    "patch": (protocol.patch(3, (["remove", 1],)), ["patch", 3, [["remove", 1]]]),
    "report": (protocol.report("error", "e"), ["report", "error", "e"]),
    "navigate": (protocol.navigate("/x"), ["navigate", "/x"]),
}


@pytest.mark.parametrize(("made", "wire"), WORDS.values(), ids=WORDS)
def test_what_goes_over_the_wire(made: Any, wire: Any) -> None:
    assert json.loads(json.dumps(made)) == wire


def test_the_version_is_one() -> None:
    assert protocol.VERSION == 1
