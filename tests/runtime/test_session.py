from __future__ import annotations

from collections import deque
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from reactor_nb.core.boundary import ErrorBoundary
from reactor_nb.core.component import component
from reactor_nb.core.hooks import use_effect, use_state
from reactor_nb.core.hydrate import digest
from reactor_nb.core.protocol import Message
from reactor_nb.core.root import Root
from reactor_nb.core.state import Store, state
from reactor_nb.core.vnode import VComponent
from reactor_nb.html import button, div, form, input, p
from reactor_nb.runtime.session import Session
from tests.core.forms import forms_of
from tests.core.page_model import PageElement, PageModel, normalize
from tests.core.stage import Pause, Work


class FakePage:
    """A transport with a page behind it; time passes when a test says so."""

    def __init__(
        self, node: VComponent, *, server: VComponent | None = None, **options: Any
    ) -> None:
        self.sent: list[Message] = []
        self.deferred: deque[Callable[[], None]] = deque()
        self.work: list[Work] = []
        self.page = PageModel([])
        self.number = 0
        self.session = Session(self, node, **options)
        self.session.hydrate(digest(html_on_server(server or node)))

    # What a host must provide

    def send(self, message: Message) -> None:
        self.sent.append(message)
        if message[0] == "patch":
            self.page.apply(message[2])

    def defer(self, flush: Callable[[], None]) -> None:
        self.deferred.append(flush)

    def spawn(self, work: Coroutine[Any, Any, None]) -> Work:
        self.work.append(Work(work))
        self.work[-1].step()
        return self.work[-1]

    # What a browser does

    def adopt(self) -> None:
        """Adopt the HTML, or mend it, as the last message says, and answer."""
        message = self.sent[-1]
        forms = forms_of(self.session.root) if message[0] == "hydrate" else message[1]
        if message[0] == "hydrate":
            self.page = PageModel(forms, message[1])
        else:
            self.page = PageModel(forms, templates=message[3])
        self.sent.clear()
        self.session.receive(["hydrated"] if message[0] == "hydrate" else ["mended", []])

    def click(
        self, tag: str = "button", at: int = 0, kind: str = "click", **data: Any
    ) -> list[Message]:
        """Report an event; return what was sent in answer, before any time has passed."""
        self.number += 1
        node = self.page.find(tag, at)
        path = [one.id for one in path_of(node) if kind in one.events]
        self.sent.clear()
        self.session.receive(
            ["event", self.number, kind, path, {"target": {"node": node.id}, **data}]
        )
        return list(self.sent)

    def tick(self) -> None:
        """Let everything that was deferred happen."""
        while self.deferred:
            self.deferred.popleft()()

    def check(self) -> None:
        """Assert that the page shows what is mounted."""
        shown = [normalize(one) for one in self.page.forms()]
        assert shown == [normalize(one) for one in forms_of(self.session.root)]


def path_of(node: PageElement) -> list[PageElement]:
    found = [node]
    while found[-1].parent is not None:
        found.append(found[-1].parent)
    return found


def html_on_server(node: VComponent) -> str:
    root = Root(request_flush=lambda: None, spawn=Work)
    root.mount(node)
    html = root.html()
    root.unmount()
    return html


@component
def Counter(start: int = 0) -> Any:
    count, set_count = use_state(start)
    return button(count, on_click=lambda: set_count(count + 1))


def live(node: VComponent, **options: Any) -> FakePage:
    page = FakePage(node, **options)
    page.adopt()
    page.sent.clear()
    return page


def test_the_same_html_is_adopted() -> None:
    page = FakePage(Counter())

    assert page.sent == [["hydrate", [["button"], [1, 0, 1, -1]], [["event", 1, "click", 1]]]]


def test_c2_other_html_is_mended_and_named() -> None:
    page = FakePage(Counter(start=2), server=Counter(start=1))

    ((kind, nodes, why, _),) = page.sent
    assert (kind, nodes) == ("mend", [["button", {"e": {"click": 1}}, "2"]])
    assert "other HTML here than on the server" in why

    page.adopt()
    page.click()
    page.check()


def test_c2_a_page_that_differs_is_mended_with_its_path() -> None:
    page = FakePage(Counter())

    page.session.receive(["mismatch", "main > div"])

    assert page.sent[-1] == [
        "mend",
        [["button", {"e": {"click": 1}}, "0"]],
        "the page differs from the server's HTML at main > div",
        [],
    ]
    page.adopt()
    page.click()
    page.check()


def test_an_event_is_answered_by_one_patch_with_its_number() -> None:
    page = live(Counter())

    assert page.click() == [["patch", 1, [["text", 2, "1"]]]]
    assert page.click() == [["patch", 2, [["text", 2, "2"]]]]
    assert not page.deferred


def test_five_events_in_a_row_give_five() -> None:
    page = live(Counter())

    for _ in range(5):
        page.click()

    assert page.page.text() == "5"


def test_an_event_of_a_node_that_is_gone_is_acknowledged_and_ignored() -> None:
    page = live(Counter())
    page.sent.clear()

    stale: list[list[Any]] = [[99], [], [-1], ["1"], [None, {}], [True]]
    for nodes in stale:
        page.session.receive(["event", 7, "click", nodes, {}])

    assert page.sent == [["patch", 7, []]] * 6
    assert page.page.text() == "0"


@pytest.mark.parametrize(
    "message",
    [
        [],
        ["hello"],
        ["event"],
        ["event", "1", "click", [1], {}],
        ["event", 1, "click", {}, {}],
        ["event", 1, 3, [1], {}],
        ["event", 1, "click", [1], None],
        ["mismatch", 3],
        {"event": 1},
        None,
    ],
)
def test_l4_a_message_that_the_protocol_does_not_know_is_an_error(message: Any) -> None:
    page = live(Counter())

    with pytest.raises(ValueError, match="unknown message"):
        page.session.receive(message)

    page.click()
    assert page.page.text() == "1"


def test_effects_run_when_the_page_is_live_and_not_before() -> None:
    log: list[str] = []

    @component
    def Watching() -> Any:
        count, set_count = use_state(0)

        def effect() -> None:
            log.append("effect")
            set_count(1)

        use_effect(effect, [])
        return p(count)

    page = FakePage(Watching())
    assert log == []

    page.adopt()
    page.tick()

    assert log == ["effect"]
    assert page.page.text() == "1"


def test_effects_run_after_the_patch_and_their_updates_are_the_next() -> None:
    order: list[str] = []

    @component
    def Echo() -> Any:
        count, set_count = use_state(0)
        echo, set_echo = use_state(0)

        def effect() -> None:
            order.append(f"effect after {len(page.sent)} patches")
            set_echo(count)

        use_effect(effect, [count])
        return button(count, "/", echo, on_click=lambda: set_count(count + 1))

    page = FakePage(Echo())
    page.adopt()
    order.clear()

    assert page.click() == [["patch", 1, [["text", 2, "1/0"]]]]
    assert order == ["effect after 1 patches"]
    page.tick()
    assert page.sent[1:] == [["patch", 1, [["text", 2, "1/1"]]]]


def test_updates_of_async_handlers_come_in_later_patches_of_the_same_number() -> None:
    @component
    def Slow() -> Any:
        text, set_text = use_state("idle")

        async def work() -> None:
            set_text("busy")
            await Pause()
            set_text("half")
            set_text("done")

        return button(text, on_click=work)

    page = live(Slow())

    assert page.click() == [["patch", 1, [["text", 2, "busy"]]]]
    page.work[0].step()
    assert len(page.deferred) == 1
    page.tick()
    assert page.sent[1:] == [["patch", 1, [["text", 2, "done"]]]]


def test_the_first_part_of_an_async_handler_is_done_before_the_next_event() -> None:
    @component
    def Slow() -> Any:
        count, set_count = use_state(0)

        async def work() -> None:
            set_count(count + 1)
            await Pause()

        return button(count, on_click=work)

    page = live(Slow())
    for _ in range(3):
        page.click()

    assert page.page.text() == "3"


def test_updates_between_events_are_one_patch() -> None:
    setters: list[Any] = []

    @component
    def One() -> Any:
        value, set_value = use_state(0)
        setters.append(set_value)
        return p(value)

    @component
    def Both() -> Any:
        return [One(), One()]

    page = live(Both())
    for setter in setters:
        setter(1)
        setter(2)

    assert len(page.deferred) == 1
    page.tick()
    assert page.sent == [["patch", 0, [["text", 2, "2"], ["text", 4, "2"]]]]


def test_c9_a_controlled_input_says_after_each_event_what_it_shows() -> None:
    @component
    def Digits() -> Any:
        text, set_text = use_state("")

        def change(event: Any) -> None:
            if event.target.value.isdigit():
                set_text(event.target.value)

        return div(input(value=text, on_input=change))

    page = live(Digits())

    def type_in(text: str) -> list[Message]:
        node = page.page.find("input")
        return page.click("input", kind="input", target={"node": node.id, "value": text})

    assert type_in("1") == [["patch", 1, [["prop", 2, "value", "1"], ["prop", 2, "value", "1"]]]]
    assert type_in("1a") == [["patch", 2, [["prop", 2, "value", "1"]]]]


def test_c9_a_control_whose_handler_is_on_the_form_says_so_too() -> None:
    @component
    def Fixed() -> Any:
        return form(input(value="fixed"), on_input=lambda: None)

    page = live(Fixed())

    assert page.click("input", kind="input") == [["patch", 1, [["prop", 2, "value", "fixed"]]]]


def test_c9_all_radio_buttons_of_a_group_say_what_they_show() -> None:
    @component
    def Choice() -> Any:
        return div(
            [
                input(type="radio", name="r", value=one, checked=one == "a", on_change=lambda: None)
                for one in "abc"
            ],
            input(type="radio", name="other", checked=True),
            input(type="text", name="r", value="text"),
        )

    page = live(Choice())

    ((_, _, ops),) = page.click("input", at=1, kind="change")

    assert {(op[1], op[3]) for op in ops if op[2] == "checked"} == {
        (2, True),
        (3, False),
        (4, False),
    }
    assert 6 not in {op[1] for op in ops}


def test_c9_a_reset_has_every_control_say_what_it_shows() -> None:
    @component
    def Form() -> Any:
        return form(input(value="a"), input(type="checkbox", checked=True), on_reset=lambda: None)

    page = live(Form())

    assert page.click("form", kind="reset") == [
        ["patch", 1, [["prop", 2, "value", "a"], ["prop", 3, "checked", True]]]
    ]


def test_c4_an_error_is_reported_and_the_page_stays() -> None:
    @component
    def Failing() -> Any:
        count, set_count = use_state(0)

        def click() -> None:
            set_count(count + 1)
            raise ValueError("in handler")

        return button(count, on_click=click)

    page = live(Failing())

    report, patch = page.click()

    assert report[:2] == ["report", "error"]
    assert "ValueError: in handler" in report[2]
    assert "in component Failing (" in report[2]
    assert patch == ["patch", 1, [["text", 2, "1"]]]


def test_c4_an_error_in_an_update_keeps_the_last_good_view() -> None:
    @component
    def Odd() -> Any:
        count, set_count = use_state(0)
        if count % 2:
            raise ValueError("odd")
        return button(count, on_click=lambda: set_count(lambda now: now + 1))

    page = live(Odd())

    report, patch = page.click()
    assert "ValueError: odd" in report[2]
    assert patch == ["patch", 1, []]
    assert page.click() == [["patch", 2, [["text", 2, "2"]]]]


def test_c4_an_error_in_a_boundary_shows_its_fallback() -> None:
    def oops() -> None:
        raise ValueError("clicked")

    @component
    def Boxed() -> Any:
        return ErrorBoundary(
            button("x", on_click=oops), fallback=lambda error, retry: p(str(error))
        )

    page = live(Boxed())

    (patch,) = page.click()

    assert patch == ["patch", 1, [["remove", 1], ["create", 0, 0, 3, ["p", 0, "clicked"]]]]


def test_an_interrupted_event_is_answered_and_the_rest_comes_after() -> None:
    interrupt = [True]

    @component
    def First() -> Any:
        count, setters["first"] = use_state(0)
        return p(count)

    @component
    def Second() -> Any:
        count, setters["second"] = use_state(0)
        if count and interrupt and interrupt.pop():
            raise KeyboardInterrupt
        return p(count)

    @component
    def Third() -> Any:
        count, setters["third"] = use_state(0)
        return p(count)

    @component
    def All() -> Any:
        def click() -> None:
            for setter in setters.values():
                setter(1)

        return [First(), Second(), Third(), button(on_click=click)]

    setters: dict[str, Any] = {}
    page = live(All())

    with pytest.raises(KeyboardInterrupt):
        page.click()
    assert page.sent == [["patch", 1, []]]
    page.tick()

    assert page.sent[1:] == [["patch", 1, [["text", 2, "1"], ["text", 6, "1"]]]]


def test_the_state_of_the_server_comes_first_and_is_the_sessions_own() -> None:
    shared = state("nothing")
    shared.name = "shared"

    @component
    def Both() -> Any:
        own, set_own = use_state("initial")

        def click() -> None:
            set_own("o")
            shared.set("s")

        return button(own, shared.value, on_click=click)

    one = FakePage(Both(), store=Store({"shared": "SHARED"}), restored={"0": ["OWN"]})
    other = FakePage(Both())

    assert one.session.root.html() == "<button>OWNSHARED</button>"
    assert other.session.root.html() == "<button>initialnothing</button>"
    one.adopt()
    one.click()
    assert one.page.text() == "os"
    assert other.session.root.html() == "<button>initialnothing</button>"


def test_a_closed_session_cleans_up_and_answers_nothing() -> None:
    log: list[str] = []
    setters: list[Any] = []

    @component
    def Watching() -> Any:
        count, set_count = use_state(0)
        setters.append(set_count)
        use_effect(lambda: lambda: log.append("cleaned"), [])
        return button(count, on_click=lambda: set_count(count + 1))

    page = live(Watching())
    setters[0](1)

    page.session.close()
    page.tick()
    setters[0](2)
    page.tick()

    assert log == ["cleaned"]
    assert page.sent == []


def test_a_handler_may_close_the_session() -> None:
    sessions: list[Session] = []

    @component
    def Closing() -> Any:
        count, set_count = use_state(0)

        def click() -> None:
            set_count(1)
            sessions[0].close()
            set_count(2)

        return div(button(count, on_click=click), on_click=lambda: set_count(3))

    page = live(Closing())
    sessions.append(page.session)

    assert page.click() == [["patch", 1, []]]
