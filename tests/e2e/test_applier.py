"""The applier in a real browser, told what the core says of components that were made at random."""

from __future__ import annotations

import json
import subprocess
import warnings
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from playwright.sync_api import BrowserContext

from reactor_nb.core.component import component
from reactor_nb.core.hooks import use_state
from reactor_nb.errors import ElementError
from tests.core.forms import forms_of
from tests.core.sources import (
    COUNT,
    HEAD,
    expressions,
    given_values,
    lively,
    plain_steps,
    run,
)
from tests.core.stage import Stage

LABEXTENSION = Path(__file__).parents[2] / "labextension"
CASES = 300

# Shows the cases and returns those that went wrong. Where the parser makes something else of the
# HTML than Python meant, the page says so, and is left alone.
SHOW = """
(cases) => {
  const wrong = [];
  let shown = 0;
  for (const { about, html, shape, adopt, steps } of cases) {
    try {
      const { root, view, sent, kept } = adopted(html, shape, adopt);
      if (sent[0][0] === 'hydrated') {
        shown++;
        if (!kept) wrong.push([about, 'hydration made elements anew']);
        for (const { ops, then } of steps) {
          view.receive(['patch', 0, ops]);
          if (!shows(root, then)) {
            wrong.push([about, then, root.innerHTML, ops]);
            break;
          }
        }
      }
      root.remove();
    } catch (error) {
      wrong.push([about, String(error.stack)]);
    }
  }
  return { wrong, shown };
}
"""


def applier() -> str:
    """Return the applier as a script, with what tests look at pages with."""
    command = ["node", "test/applier.mjs"]
    made = subprocess.run(command, cwd=LABEXTENSION, check=True, capture_output=True)
    return made.stdout.decode() + Path(__file__).with_name("applier.js").read_text("utf-8")


def told(source: str, values: list[Any], clicks: list[list[int]]) -> dict[str, Any] | None:
    """Return what the core says of a component: at first, then with each of the other values."""
    render = run(source, compiled=True)["render"]
    setters: list[Any] = []

    @component(memo=False)
    def Page() -> Any:
        at, set_at = use_state(0)
        setters.append(set_at)
        return render(values[at])

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            stage = Stage(Page())
        except ElementError:
            return None
        case = {"about": [source.splitlines()[-1], repr(values), clicks], "html": stage.html()}
        case |= {"shape": stage.shape, "adopt": stage.adopt_ops}
        steps = []
        for at in range(len(values)):
            setters[0](at)
            steps.append({"ops": stage.flush(), "then": forms_of(stage.root)})
            for number in clicks[at]:
                count = stage.html().count("<button")
                if count:
                    steps.append({"ops": stage.click(number % count), "then": forms_of(stage.root)})
        stage.close()
    return case | {"steps": steps}


def made(strategy: st.SearchStrategy[Any]) -> list[Any]:
    """Return examples of a strategy, always the same ones."""
    found: list[Any] = []

    @settings(
        max_examples=CASES,
        phases=[Phase.generate],
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def collect(example: Any) -> None:
        found.append(example)

    collect()
    return found


def test_the_page_shows_what_python_renders_whatever_a_component_makes(
    context: BrowserContext,
) -> None:
    examples = made(st.tuples(expressions, st.lists(given_values, min_size=2, max_size=4)))
    told_all = [
        told(f"{HEAD}def render(v): return {expression}\n", values, [[]] * len(values))
        for expression, values in examples
    ]

    assert_shown(context, told_all)


def test_components_inside_blocks_and_rows_show_what_they_should(context: BrowserContext) -> None:
    examples = made(st.tuples(lively, st.lists(plain_steps, min_size=2, max_size=4)))
    told_all = [
        told(
            f"{HEAD}{COUNT}\ndef render(v): return {expression}\n",
            [values for values, _ in steps],
            [clicks for _, clicks in steps],
        )
        for expression, steps in examples
    ]

    assert_shown(context, told_all)


def assert_shown(context: BrowserContext, told_all: list[dict[str, Any] | None]) -> None:
    cases = [json.loads(json.dumps(one)) for one in told_all if one is not None]
    page = context.new_page()
    page.add_script_tag(content=applier())

    result = page.evaluate(SHOW, cases)

    assert result["wrong"][:3] == []
    assert result["shown"] > len(cases) / 2
    assert len(cases) > CASES / 4
