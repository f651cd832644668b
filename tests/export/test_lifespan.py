from __future__ import annotations

import pytest

from reactor_nb.errors import ReactorError
from reactor_nb.export.inject import Receive, Scope, Send
from reactor_nb.export.lifespan import Lifespan


async def test_an_app_is_started_and_stopped_once() -> None:
    seen: list[str] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        for answer in ("lifespan.startup.complete", "lifespan.shutdown.complete"):
            seen.append((await receive())["type"])
            await send({"type": answer})

    lifespan = Lifespan(app)
    await lifespan.start()
    assert seen == ["lifespan.startup"]
    await lifespan.stop()

    assert seen == ["lifespan.startup", "lifespan.shutdown"]


async def test_an_app_that_cannot_start_says_why() -> None:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await receive()
        await send({"type": "lifespan.startup.failed", "message": "no database"})

    with pytest.raises(ReactorError, match="no database"):
        await Lifespan(app).start()


async def test_an_app_without_a_lifespan_is_taken_as_it_is() -> None:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        raise ValueError(scope["type"])

    lifespan = Lifespan(app)
    await lifespan.start()

    await lifespan.stop()
