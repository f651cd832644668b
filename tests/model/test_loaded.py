"""What is written for each side is a module that runs."""

from __future__ import annotations

import pytest

from reactor_nb.errors import RenderError
from reactor_nb.runtime.load import load_app
from reactor_nb.runtime.render import render_page
from tests.model.app_cells import HEAD, TODOS, model_of
from tests.model.shapes import SHAPES

APPS = {"the todo app": TODOS} | {name: (HEAD, *shape.cells) for name, shape in SHAPES.items()}


@pytest.mark.parametrize("sources", APPS.values(), ids=APPS)
def test_both_modules_run_and_declare_the_same(sources: tuple[str, ...]) -> None:
    model = model_of(*sources)

    server = load_app(model.server_source, "tests_of_the_model_server")
    client = load_app(model.client_source, "tests_of_the_model_client")

    routes = [each.path for each in model.routes]
    assert [page.path for page in server.pages] == routes
    # What one page alone needs comes last.
    assert sorted(page.path for page in client.pages) == sorted(routes)
    assert set(server.actions) == {each.name for each in model.actions}
    assert set(client.actions) <= set(server.actions)
    assert all(page.loader is None for page in client.pages)


def test_components_that_show_each_other_without_an_end_are_named() -> None:
    """N49."""
    both = "@component\ndef A(): return B()\n@component\ndef B(): return A()"
    model = model_of(HEAD, both, "@page('/')\ndef Home(): return A()")
    app = load_app(model.server_source, "tests_of_the_model_server")

    with pytest.raises(RenderError, match="in Home › A › B › … › "):
        render_page(app, app.pages[0], {})


def test_names_and_texts_of_any_script_are_the_same_on_both_sides() -> None:
    """N60: the browser compares the digest of its HTML with that of the server's."""
    label = "שלום עולם 🎉 e\u0301 \u200f→"
    model = model_of(
        HEAD,
        f"Café = {label!r}\nＡ = 'wide'\nβeta = state('ß')",
        "@component\ndef Größe(été: str): return p(été, title=A, data_x=βeta.value)",
        "@page('/café/{naïve}')\ndef Ünïcode(naïve: str): return div(Größe(été=Café), naïve)",
    )
    rendered = []
    for source in (model.server_source, model.client_source):
        app = load_app(source, "tests_of_the_model_server")
        rendered.append(render_page(app, app.pages[0], {"naïve": "ｱ"}))

    server, client = rendered
    assert server.html == f'<div><p title="wide" data-x="ß">{label}</p>ｱ</div>'
    assert server == client
