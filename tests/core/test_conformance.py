"""The cases that the applier's tests read, too: Python makes their ops and their HTML."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from reactor_nb.core.events import on
from reactor_nb.core.hooks import use_state
from reactor_nb.core.vnode import VElement, make_children
from tests.core.stage import show

FOLDER = Path(__file__).parents[1] / "conformance"
CASES: dict[str, dict[str, Any]] = {
    f"{path.stem}: {case['about']}": case
    for path in sorted(FOLDER.glob("*.json"))
    for case in json.loads(path.read_text("utf-8"))
}
ADOPTED = {about: case for about, case in CASES.items() if "adopt" in case}
OPTION_NAMES = {
    "prevent": "prevent_default",
    "stop": "stop_propagation",
    "debounce": "debounce_ms",
    "throttle": "throttle_ms",
}


def vnode(form: Any) -> Any:
    """Return the vnode that a form stands for; ``k`` in its spec is the key."""
    if isinstance(form, str):
        return form
    tag, spec, *children = form
    spec = spec or {}
    handlers = {event: handler(options) for event, options in spec.get("e", {}).items()}
    nodes = make_children(map(vnode, children))
    return VElement(
        tag, spec.get("a", {}), nodes, spec.get("k"), spec.get("p", {}), handlers, spec.get("h")
    )


def handler(options: Any) -> Any:
    if options == 1:
        return print
    return on(print, **{OPTION_NAMES.get(name, name): value for name, value in options.items()})


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_python_makes_the_ops_and_the_html_of(case: dict[str, Any]) -> None:
    trees = [[vnode(form) for form in case[name] or []] for name in ("old", "new")]
    setters: list[Any] = []

    def render() -> Any:
        at, set_at = use_state(0)
        setters.append(set_at)
        return trees[at]

    stage = show(render)
    setters[0](1)
    ops = stage.flush()

    assert json.loads(json.dumps(ops)) == case["ops"]
    assert stage.html() == case["html"]


@pytest.mark.parametrize("case", ADOPTED.values(), ids=ADOPTED)
def test_python_makes_the_ops_of_hydration_of(case: dict[str, Any]) -> None:
    stage = show(lambda: [vnode(form) for form in case["new"]])

    assert json.loads(json.dumps(stage.adopt_ops)) == case["adopt"]
