"""A component on a page under test, used as its visitor uses it."""

from __future__ import annotations

import asyncio
import re
import weakref
from collections.abc import Callable, Coroutine, Generator, Iterator, Mapping
from types import TracebackType
from typing import Any

from reactor_nb.core.component import Component
from reactor_nb.core.events import On
from reactor_nb.core.root import Root
from reactor_nb.core.state import State, use_store
from reactor_nb.core.vnode import Node, VComponent
from reactor_nb.core.work import Work
from reactor_nb.testing.elements import CONTROLS, Element, fields_of
from reactor_nb.testing.names import control_of
from reactor_nb.testing.pages import loaded_page, page_of, shown_page
from reactor_nb.testing.queries import Queries, QueryError, chosen_option
from reactor_nb.testing.shown import Shown
from reactor_nb.testing.tree import tree_of
from reactor_nb.testing.waiting import LONGEST, Done, Loop

_TYPED = frozenset(("textbox", "searchbox"))
_TOGGLES = frozenset(("checkbox", "radio"))


class View(Queries):
    """A mounted component; it is taken down by ``close``, or at the end of ``with``.

    Each step, such as ``click``, returns something to ``await`` where an event loop runs, as in a
    cell or an async test: until the handler, and the actions that it awaits, are done. In other
    code this has happened already. A step raises what the author's code raised.
    """

    def __init__(self, node: VComponent | Coroutine[Any, Any, VComponent]) -> None:
        self._loop = Loop()
        self._errors: list[BaseException] = []
        self._handlers: set[asyncio.Task[None]] = set()
        self._edited: dict[int, tuple[str, bool]] = {}
        self._in_event = False
        self._root = Root(
            request_flush=self._flush_later, spawn=self._spawn, report=self._errors.append
        )
        weakref.finalize(self, self._loop.close)  # for who does not close it
        try:
            if isinstance(node, VComponent):
                self._started = self._loop.do(lambda: self._mount(node), self._settle)
            else:
                self._started = self._loop.do(lambda: None, lambda: self._mount_later(node))
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> View:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def html(self) -> str:
        """The HTML of what is shown now."""
        return self._root.html()

    @property
    def text(self) -> str:
        """The text that is shown now."""
        return self.page().text

    def page(self) -> Element:
        """Return all elements as they are now."""
        page = tree_of(self._root.nodes())
        for element in page.elements():
            if element.id in self._edited:
                element.value, element.checked = self._edited[element.id]
        return page

    def state(self, definition: State[Any] | Any) -> Any:
        """Return the value that a ``state`` or ``computed`` has on this page."""
        with use_store(self._root.store):
            return definition.value

    def set_state(self, definition: State[Any], value: Any) -> Done:
        """Set a ``state`` on this page, as a handler would."""

        def step() -> None:
            with use_store(self._root.store):
                definition.set(value)
            self._flush()

        return self._loop.do(step, self._settle)

    def click(self, element: Element) -> Done:
        """Click an element; a checkbox changes, a submit button submits its form.

        Raises:
            QueryError: it is disabled, or not there any more.
        """
        return self._loop.do(lambda: self._click(self._now(element)), self._settle)

    def type(self, element: Element, text: str) -> Done:
        """Put a text into a field in the place of what is in it, and leave the field.

        Raises:
            QueryError: it is no field for text, is disabled, or not there any more.
        """

        def step() -> None:
            field = self._now(element)
            if field.tag not in ("input", "textarea") or field.get("type") in _TOGGLES:
                raise QueryError(f"{field!r} takes no text")
            self._edit(field, text, field.checked)

        return self._loop.do(step, self._settle)

    def select(self, element: Element, option: str) -> Done:
        """Choose an option of a ``select``, by its text or its value.

        Raises:
            QueryError: there is no such option, or the element cannot be used.
        """

        def step() -> None:
            field = self._now(element)
            self._edit(field, chosen_option(field, option), field.checked)

        return self._loop.do(step, self._settle)

    def press(self, element: Element, key: str) -> Done:
        """Press a key, such as ``"Enter"``, which submits the form of a field.

        Raises:
            QueryError: the element is disabled, or not there any more.
        """

        def step() -> None:
            field = self._now(element)
            prevented = self._fire("keydown", field, key=key)
            self._fire("keyup", field, key=key)
            form = field.nearest(lambda one: one.tag == "form")
            if key == "Enter" and field.tag == "input" and form and not prevented:
                self._submit(form, None)

        return self._loop.do(step, self._settle)

    def submit(self, element: Element) -> Done:
        """Submit a form; any element in it will do.

        Raises:
            QueryError: there is no form, or it has no handler.
        """

        def step() -> None:
            form = self._now(element).nearest(lambda one: one.tag == "form")
            if form is None:
                raise QueryError(f"{element!r} is in no form")
            self._submit(form, None)

        return self._loop.do(step, self._settle)

    def fire(self, event: str, element: Element, **data: Any) -> Done:
        """Have any event happen at an element, such as ``"mouseenter"``.

        Raises:
            QueryError: the element is not there any more.
        """

        def step() -> None:
            self._fire(event, self._now(element), **data)

        return self._loop.do(step, self._settle)

    def until(self, condition: Callable[[], Any]) -> Done:
        """Wait until something holds, such as ``lambda: view.query_by_text("done")``.

        Raises:
            QueryError: it does not come true.
        """

        async def rest() -> None:
            async def wait() -> None:
                while not condition():
                    await asyncio.sleep(0.01)
                    self._raise()

            try:
                await asyncio.wait_for(wait(), LONGEST)
            except TimeoutError:
                raise QueryError(f"it did not come true; shown is: {self.html}") from None

        return self._loop.do(lambda: None, rest)

    def close(self) -> None:
        """Take everything down: clean-ups run, what goes on is cancelled."""
        self._root.unmount()
        self._loop.close()

    def __await__(self) -> Generator[Any, None, View]:
        """Wait until everything is shown, after the loader of a page; return the view."""
        yield from self._started.__await__()
        return self

    # What the root asks for

    def _flush_later(self) -> None:
        if not self._in_event:
            asyncio.get_running_loop().call_soon(self._flush)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> Work:
        task = self._loop.spawn(work)
        if self._in_event and not task.done():
            self._handlers.add(task)
            task.add_done_callback(self._handlers.discard)
        return task

    def _mount(self, node: VComponent) -> None:
        self._root.mount(node)
        self._root.adopt()
        self._root.run_effects()
        self._flush()

    async def _mount_later(self, coming: Coroutine[Any, Any, VComponent]) -> None:
        self._mount(await coming)
        await self._settle()

    def _flush(self) -> None:
        while self._root.is_dirty():
            self._take(self._root.flush())
            self._root.run_effects()

    async def _settle(self) -> None:
        """Wait for the handlers that go on; effects may go on for ever."""
        await asyncio.sleep(0)
        if self._handlers:
            _, late = await asyncio.wait(set(self._handlers), timeout=LONGEST)
            if late:
                raise QueryError(f"a handler still goes on after {LONGEST:g} seconds")
        await asyncio.sleep(0)
        self._flush()
        self._raise()

    def _raise(self) -> None:
        if self._errors:
            error = self._errors[0]
            self._errors.clear()
            raise error

    # Events

    def _now(self, element: Element) -> Element:
        """Return an element as it is now."""
        for one in self.page().elements():
            if one.id == element.id:
                if one.disabled:
                    raise QueryError(f"{one!r} is disabled")
                return one
        raise QueryError(f"{element!r} is not on the page any more")

    def _click(self, element: Element) -> None:
        toggle = element.tag == "input" and element.get("type") in _TOGGLES
        if toggle:
            checked = element.get("type") == "radio" or not element.checked
            self._remember(element, element.value, checked)
        prevented = self._fire("click", element)
        if prevented:
            return
        if toggle:
            self._fire("input", element)
            self._fire("change", element)
        elif control := self._activates(element):
            self._click(control)
        elif button := element.nearest(lambda one: one.tag in ("button", "input")):
            self._press_button(button)

    def _activates(self, element: Element) -> Element | None:
        """Return the control that a click into a label is for."""
        if element.nearest(lambda one: one.tag in CONTROLS):
            return None
        label = element.nearest(lambda one: one.tag == "label")
        return control_of(label) if label is not None else None

    def _press_button(self, button: Element) -> None:
        form = button.nearest(lambda one: one.tag == "form")
        kind = button.get("type") or ("submit" if button.tag == "button" else "")
        if form is None:
            return
        if kind in ("submit", "image"):
            self._submit(form, button)
        elif kind == "reset":
            for control in form.elements():
                self._edited.pop(control.id, None)
            self._fire("reset", form)

    def _submit(self, form: Element, submitter: Element | None) -> None:
        if not any("submit" in one.handlers for one in (form, *form.ancestors())):
            raise QueryError(
                f"{form!r} has no on_submit: it posts by itself; test it with open_app()"
            )
        fields = [list(pair) for pair in fields_of(form, submitter)]
        self._fire("submit", form, form=fields)

    def _edit(self, field: Element, value: str, checked: bool) -> None:
        self._remember(field, value, checked)
        self._fire("input", field)
        self._fire("change", field)

    def _remember(self, control: Element, value: str, checked: bool) -> None:
        control.value, control.checked = value, checked
        self._edited[control.id] = value, checked
        if checked and control.get("type") == "radio":
            for other in self.page().elements():
                if _same_group(other, control):
                    self._edited[other.id] = other.value, False

    def _fire(self, event: str, target: Element, **data: Any) -> bool:
        """Give an event to the handlers on its way; return whether its default is prevented."""
        path = list(_way(event, target))
        told = {"target": _told(target), "currents": [_told(one) for one in path], **data}
        self._in_event = True
        try:
            self._root.dispatch(event, [one.id for one in path], told)
            self._take(self._root.flush())
            self._take(self._root.reassert(event, [one.id for one in path], told))
        finally:
            self._in_event = False
        self._root.run_effects()
        self._flush()
        options = [_options(one, event) for one in path]
        return any(each.get("prevent") for each in options)

    def _take(self, ops: list[list[Any]]) -> None:
        """Let go what somebody typed where a render says what a control holds."""
        for op in ops:
            if op[0] == "prop" and op[2] in ("value", "checked"):
                self._edited.pop(op[1], None)


def render(shown: Node | Component, /, **props: Any) -> View:
    """Mount a component, an element, or a page, and return it to be used by a test.

    A page is shown in its layouts. Its loader runs, with those properties that it asks for, unless
    ``data`` is given; then write ``view = await render(…)`` where an event loop runs.

    Args:
        shown: a component or page, with its properties after it, or what calling one returned.
        props: the properties.

    Raises:
        Exception: what the author's code raised while rendering, in an effect, or in the loader.
    """
    page = page_of(shown) if isinstance(shown, Component) else None
    if page is not None:
        needs_data = page.loader is not None and "data" not in props
        return View(loaded_page(page, props) if needs_data else shown_page(page, props))
    node = shown(**props) if isinstance(shown, Component) else shown
    return View(node if isinstance(node, VComponent) else Shown(children=node))


def _way(event: str, target: Element) -> Iterator[Element]:
    """Yield the elements whose handlers hear of an event, in that order."""
    path = [one for one in (target, *target.ancestors()) if event in one.handlers]
    yield from (one for one in reversed(path) if _options(one, event).get("capture"))
    for one in path:
        options = _options(one, event)
        if not options.get("capture"):
            yield one
            if options.get("stop"):
                return


def _options(element: Element, event: str) -> Mapping[str, Any]:
    handler = element.handlers.get(event)
    return handler.options if isinstance(handler, On) else {}


def _told(element: Element) -> dict[str, Any]:
    """Return what a page tells of an element."""
    told: dict[str, Any] = {name: element.get(name) for name in ("id", "name", "type")}
    told["dataset"] = {
        re.sub("-([a-z])", lambda found: found[1].upper(), name[5:]): value
        for name, value in element.attributes.items()
        if name.startswith("data-")
    }
    if element.tag in CONTROLS:
        told |= {"node": element.id, "value": element.value, "checked": element.checked}
        if element.tag == "button":
            told["value"] = element.get("value")
    return told


def _same_group(other: Element, radio: Element) -> bool:
    return (
        other.id != radio.id
        and other.get("type") == "radio"
        and bool(radio.get("name"))
        and other.get("name") == radio.get("name")
    )
