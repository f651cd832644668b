"""A root on a stage: a real ``Root``, the page model for its page, and time under our hand."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Coroutine, Generator
from contextvars import copy_context
from typing import Any

from reactor_nb.core.component import Component, component
from reactor_nb.core.host import HostElement, HostFragment, HostText
from reactor_nb.core.instance import Instance
from reactor_nb.core.ops import Op
from reactor_nb.core.render_once import Once
from reactor_nb.core.root import Root
from reactor_nb.core.state import Store
from reactor_nb.core.vnode import VComponent
from reactor_nb.core.writing import Writing
from tests.core.forms import forms_of, unfolded
from tests.core.page_model import PageElement, PageModel, normalize

opened: list[Stage] = []


class Cancelled(BaseException):
    """Thrown into a coroutine that is cancelled."""


class Pause:
    """Awaited by a coroutine that waits until the stage lets it go on."""

    def __await__(self) -> Generator[Pause, None, None]:
        yield self


class Work:
    """A spawned coroutine."""

    def __init__(self, coroutine: Coroutine[Any, Any, None]) -> None:
        self.coroutine = coroutine
        self.context = copy_context()
        self.done = False
        self.cancelled = False

    def step(self) -> None:
        """Run to the next ``await``."""
        try:
            self.context.run(self.coroutine.send, None)
        except StopIteration:
            self.done = True

    def cancel(self) -> None:
        """Cancel what has not ended."""
        if self.done:
            return
        self.done = self.cancelled = True
        try:
            self.context.run(self.coroutine.throw, Cancelled())
        except (Cancelled, StopIteration):
            return
        raise AssertionError("a coroutine outlived its cancellation")

    def __await__(self) -> Generator[Any, None, None]:
        while not self.done:
            yield


class Stage:
    """A mounted component. ``errors`` holds what no boundary caught, ``asked`` counts batches."""

    def __init__(self, node: VComponent, **options: Any) -> None:
        opened.append(self)
        self.errors: list[BaseException] = []
        self.work: list[Work] = []
        self.asked = 0
        self.root = Root(
            request_flush=self._asked,
            spawn=self._spawn,
            report=self.errors.append,
            **options,
        )
        self.root.mount(node)
        forms = forms_of(self.root)
        self.shape, self.adopt_ops = self.root.adopt()
        self.page = PageModel(forms, self.shape)
        self.page.apply([op for op in self.adopt_ops if op[0] == "portal"])
        self.check()
        self.root.run_effects()

    def html(self) -> str:
        """Return the HTML of what is mounted."""
        return self.root.html()

    def flush(self) -> list[Op]:
        """Render one batch, give the ops to the page, run the effects; return the ops."""
        ops = self.root.flush()
        self.page.apply(ops)
        self.check()
        self.root.run_effects()
        return ops

    def settle(self) -> list[Op]:
        """Flush until nothing is dirty; return all ops."""
        ops: list[Op] = []
        while self.root.is_dirty():
            ops.extend(self.flush())
        return ops

    def fire(self, kind: str, *nodes: int | PageElement, **data: Any) -> None:
        """Dispatch an event to these nodes, from the inside out."""
        ids = [node.id if isinstance(node, PageElement) else node for node in nodes]
        self.root.dispatch(kind, ids, data)

    def click(self, at: int = 0, tag: str = "button") -> list[Op]:
        """Click a button and flush, as a session does for each event."""
        self.fire("click", self.page.find(tag, at))
        return self.flush()

    def resume(self) -> None:
        """Let every coroutine that waits run to its next ``await``."""
        for work in list(self.work):
            if not work.done:
                work.step()

    def close(self) -> None:
        """Take the tree down."""
        self.root.unmount()

    def check(self) -> None:
        """Assert that the page shows what is mounted, under the same ids."""
        assert list(map(normalize, self.page.forms())) == list(map(normalize, forms_of(self.root)))
        assert self.page.ids() == _ids(self.root.nodes())
        assert self.page.nodes.keys() == self.page.ids() | {0}

    def _asked(self) -> None:
        self.asked += 1

    def _spawn(self, coroutine: Coroutine[Any, Any, None]) -> Work:
        work = Work(coroutine)
        self.work.append(work)
        work.step()
        return work


def show(render: Callable[[], Any], **options: Any) -> Stage:
    """Mount a function without properties as a component."""
    return Stage(as_component(render)(), **options)


def as_component(render: Callable[..., Any]) -> Component:
    """Return a function as a component that is never skipped."""
    return render if isinstance(render, Component) else component(memo=False)(render)


def html_of(node: Any) -> str:
    """Return the HTML of vnodes, which both ways to render them agree on."""
    stage = show(lambda: node)
    html = stage.html()
    stage.close()
    assert once(lambda: node).html == html
    return html


def once(render: Callable[[], Any], writing: type[Writing] = Writing) -> Once:
    """Render a function without properties as a component, to be read only."""
    return Once(as_component(render)(), Store(), writing)


def outcome(render: Callable[[], Any]) -> tuple[str, str]:
    """Return the HTML of a function without properties, or the name and text of its error."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return "html", once(render).html
    except Exception as error:
        return type(error).__name__, str(error)


def _ids(nodes: list[Any]) -> set[int]:
    ids: set[int] = set()
    for node in map(unfolded, nodes):
        if isinstance(node, (HostElement, HostText)):
            assert node.id and node.id not in ids
            ids.add(node.id)
        if isinstance(node, (HostElement, HostFragment, Instance)):
            ids |= _ids(node.children)
    return ids
