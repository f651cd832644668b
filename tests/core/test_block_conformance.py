"""What blocks say on the wire; the applier's tests read the same cases."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from reactor_nb.core.compile import compile_source
from reactor_nb.core.component import component
from reactor_nb.core.hooks import use_state
from tests.core.sources import run
from tests.core.stage import Stage

FOLDER = Path(__file__).parents[1] / "conformance/blocks"
CASES: dict[str, dict[str, Any]] = {
    f"{path.stem}: {case['about']}": case
    for path in sorted(FOLDER.glob("*.json"))
    for case in json.loads(path.read_text("utf-8"))
}
HEAD = """
from reactor_nb import on, svg
from reactor_nb.html import a, b, button, div, element, input, label, li, optgroup, option, p
from reactor_nb.html import select, span, table, tbody, td, textarea, tr, ul
"""


def shown(case: dict[str, Any]) -> dict[str, Any]:
    """Return what a case makes: the expression with the values before, and then after."""
    source = f"{HEAD}\ndef render(v): return {case['source']}\n"
    assert compile_source(source).plans
    render = run(source, compiled=True)["render"]
    given = [None, case["before"], case["after"]]

    @component(memo=False)
    def Page(start: int) -> Any:
        at, set_at = use_state(start)
        setters.append(set_at)
        return None if given[at] is None else render(given[at])

    found: dict[str, Any] = {}
    setters: list[Any] = []
    stage = Stage(Page(0))
    setters[0](1)
    found["mount"] = stage.flush()
    found["html"] = stage.html()
    setters[0](2)
    found["ops"] = stage.flush()
    found["then"] = stage.html()
    adopted = Stage(Page(1))
    found["adopt"] = [adopted.shape, adopted.adopt_ops]
    setters[-1](2)
    assert adopted.flush() == found["ops"]
    result: dict[str, Any] = json.loads(json.dumps(found))
    return result


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_python_makes_the_ops_and_the_html_of(case: dict[str, Any]) -> None:
    found = shown(case)

    assert {name: case[name] for name in found} == found
