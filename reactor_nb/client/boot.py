"""The start of a page in the browser: read the payload, mount, adopt the server's HTML."""

from __future__ import annotations

import gc
import json
import sys
from collections.abc import Callable
from importlib.util import find_spec
from typing import Any

import js
from _reactor_rest import NAMES

from reactor_nb.client.remote import fetch_now, remote_actions
from reactor_nb.client.stdlib import RestFinder
from reactor_nb.client.transport import WorkerTransport, read_message
from reactor_nb.core import protocol
from reactor_nb.core.block import from_plan
from reactor_nb.core.splice import splice
from reactor_nb.errors import ReactorError
from reactor_nb.runtime.info import PageInfo
from reactor_nb.runtime.load import Cells, load_app
from reactor_nb.runtime.page import decode_props, page_node, restore_hooks, restore_state
from reactor_nb.runtime.registry import Registry
from reactor_nb.runtime.session import Session
from reactor_nb.runtime.trace import trace_of


def start(payload_text: str, post: Callable[[str], None]) -> Callable[[str], None]:
    """Start the page and return what takes the page's messages.

    Args:
        payload_text: the JSON that the server put into the page.
        post: gives a JSON text to the page.

    Raises:
        ReactorError: the page speaks another version of the protocol, or the app is broken.
    """
    payload = json.loads(payload_text)
    if payload["version"] != protocol.VERSION:
        raise ReactorError(
            f"the page speaks version {payload['version']} of the protocol and this code "
            f"version {protocol.VERSION}; export the app again"
        )
    sys.meta_path.append(RestFinder(_fetch_rest, NAMES))
    transport = WorkerTransport(post)
    base: str = payload["base"]
    # In a static site the base is a way from the page, and we are elsewhere.
    root: str = payload.get("root", base)

    def configure(registry: Registry) -> None:
        registry.notebook = payload.get("notebook", "")
        registry.base = base
        registry.fetch_asset = lambda url: fetch_now(root + url.removeprefix(base))
        registry.remote = remote_actions(base, lambda url: transport.send(protocol.navigate(url)))
        if "modules" in payload:
            from reactor_nb.runtime.modules import install_client

            install_client(registry, f"{payload['app']}_client", payload["modules"])

    # Which lines are from which cell is not in the code: an edit of a server-only cell must leave
    # the client's files as they are.
    registry = _load(f"{payload['app']}_client", configure, payload.get("cells", ()))
    if "part" in payload:
        from reactor_nb.client.router import load_part

        load_part(registry, payload)
    session = _session(registry, payload, transport)
    session.hydrate(payload["digest"])
    # The interpreter started with its collector off. What is there now stays for good.
    gc.freeze()
    # A render of a thousand rows makes thousands of objects in place of as many, and to look for
    # cycles among them took a third of the time of an event: the transport has it done later.
    gc.set_threshold(1_000_000)
    gc.enable()
    return _receiver(session, registry, transport)


def _fetch_rest() -> bytes:
    content: bytes = js.__reactorFetchRest().to_bytes()
    return content


def _load(name: str, configure: Callable[[Registry], None], cells: Cells) -> Registry:
    spec = find_spec(name)
    loader: Any = spec and spec.loader
    source = loader and loader.get_source(name)
    if source is None:
        raise ReactorError(f"the module {name} is missing in the app's archive")

    def prepare(text: str) -> tuple[str, dict[str, Any]]:
        try:
            edits, plans = json.loads(loader.get_data(f"{name}.json"))
        except OSError:
            # It was not compiled, or there is nothing in it to compile.
            return text, {}
        return splice(text, edits), {each: from_plan(plan) for each, plan in plans.items()}

    return load_app(source, name, f"{name}.py", configure=configure, cells=cells, prepare=prepare)


def _session(registry: Registry, payload: dict[str, Any], transport: WorkerTransport) -> Session:
    page = registry.page(payload["path"])
    props = decode_props(page, payload["props"])
    info = PageInfo(payload["base"], payload["flash"], payload["url"])
    return Session(
        transport,
        page_node(registry, page, props, info),
        store=restore_state(registry, payload["state"]),
        restored=restore_hooks(registry, payload["hooks"], props),
    )


def _receiver(
    session: Session, registry: Registry, transport: WorkerTransport
) -> Callable[[str], None]:
    def receive(text: str) -> None:
        try:
            message = read_message(text)
            if message[0] == "show":
                from reactor_nb.client.router import show

                show(session, registry, transport, *message[1:])
            else:
                session.receive(message)
        except Exception as error:
            # Whatever went wrong was ours; the page must hear of it and go on.
            transport.send(protocol.report("error", trace_of(error)))

    return receive
