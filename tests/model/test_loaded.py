"""What is written for each side is a module that runs."""

from __future__ import annotations

import pytest

from reactor_nb.runtime.load import load_app
from tests.model.app_cells import HEAD, TODOS, model_of
from tests.model.test_split import SHAPES

APPS = {"the todo app": TODOS} | {name: (HEAD, *shape.cells) for name, shape in SHAPES.items()}


@pytest.mark.parametrize("sources", APPS.values(), ids=APPS)
def test_both_modules_run_and_declare_the_same(sources: tuple[str, ...]) -> None:
    model = model_of(*sources)

    server = load_app(model.server_source, "tests_of_the_model_server")
    client = load_app(model.client_source, "tests_of_the_model_client")

    routes = [each.path for each in model.routes]
    assert [page.path for page in server.pages] == [page.path for page in client.pages] == routes
    assert set(server.actions) == {each.name for each in model.actions}
    assert set(client.actions) <= set(server.actions)
    assert all(page.loader is None for page in client.pages)
