"""The server half of a preview as a server would run it: the same routes behind the same checks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from reactor_nb.asgi import Response
from reactor_nb.export.files import BUILD
from reactor_nb.kernel.asking import Question, ask
from reactor_nb.kernel.showing import Answer
from reactor_nb.model.app import AppModel
from reactor_nb.runtime.data import notebook_data
from reactor_nb.runtime.registry import Registry
from reactor_nb.server.app import app_of
from reactor_nb.server.assets import ClientBundle
from reactor_nb.server.settings import Settings


def production(
    registry: Registry, model: AppModel, client: Mapping[str, Any], folder: Path
) -> Answer:
    """Return what answers for an app as its server would.

    Args:
        registry: what runs in the kernel.
        model: what the notebook means.
        client: which file plays which part in the browser.
        folder: where the notebook is.

    Raises:
        ReactorError: the app cannot be served as it is.
    """
    data = notebook_data(folder / model.notebook)
    bundle = ClientBundle(BUILD, dict(client), registry.public, data)
    app: Any = app_of(registry, model, bundle, _settings())

    async def answer(question: Question) -> Response:
        return await ask(app, question)

    return answer


def _settings() -> Settings:
    # Frames have a policy and a host of their own; and parts of a page have no way in here.
    settings = Settings.from_environment()
    return replace(settings, dev=True, whole=True, hosts=(), policy={})
