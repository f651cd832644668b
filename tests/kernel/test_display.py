"""A vnode as a cell's last value, in a real kernel."""

from __future__ import annotations

import nbformat
from nbclient import NotebookClient

from reactor_nb.kernel.views import MIME

CELL = """
from reactor_nb import component, use_effect, use_state
from reactor_nb.html import b, button, p

@component
def Greeting(name: str):
    count, set_count = use_state(1)
    use_effect(lambda: set_count(99), [])
    return p("Hello ", b(name), button(count, on_click=lambda: set_count(2)))

Greeting(name="<Ada>")
"""


def run(*sources: str) -> list[dict[str, str]]:
    """Run cells in an ipykernel and return the data that each shows last."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(one) for one in sources])
    NotebookClient(notebook, timeout=60, kernel_name="python3").execute()
    return [cell.outputs[-1].data if cell.outputs else {} for cell in notebook.cells]


def test_a_component_is_shown_as_static_html_and_as_stable_text() -> None:
    html = "<p>Hello <b>&lt;Ada&gt;</b><button>1</button></p>"

    first, again, element = run(CELL, 'Greeting(name="<Ada>")', 'p("x", class_="y")')

    views = [shown.pop(MIME) for shown in (first, again)]
    assert first == {"text/html": html, "text/plain": html}
    assert again == first
    assert run(CELL)[0][MIME] == views[0] != views[1]
    assert element["text/html"] == '<p class="y">x</p>'


def test_what_waits_is_shown_by_its_fallback() -> None:
    waiting = """
import warnings
from reactor_nb import Suspense, component, use_resource
from reactor_nb.html import p
warnings.simplefilter("error")

async def load(): return 1

@component
def Value(): return p(use_resource(load, []))

Suspense(Value(), fallback="wait")
"""

    (shown,) = run(waiting)

    del shown[MIME]
    assert shown == {"text/html": "wait", "text/plain": "wait"}
