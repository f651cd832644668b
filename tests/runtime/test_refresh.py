"""New code on a page that goes on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from reactor_nb.core.location import CELLS_NAME
from reactor_nb.runtime.trace import trace_of
from tests.runtime.refreshing import Shown, whole

COUNTER = """
    @component
    def Counter(step: int = 1):
        count, set_count = use_state(0)
        return button(f"Count: {count}", on_click=lambda: set_count(count + step))

    @component
    def App():
        name, set_name = use_state("Ann")
        return div(p(name), Counter(step=1))
"""


@pytest.fixture
def counter() -> Iterator[Shown]:
    with Shown(COUNTER) as shown:
        for _ in range(3):
            shown.stage.click()
        yield shown


def test_a_component_with_the_same_hooks_keeps_its_state_and_its_nodes(counter: Shown) -> None:
    before = counter.stage.page.find("button")

    notes = counter.refresh(COUNTER.replace("Count: ", "Number: "))

    assert counter.html == "<div><p>Ann</p><button>Number: 3</button></div>"
    assert counter.stage.page.find("button") is before
    assert notes == []


def test_handlers_run_the_new_code(counter: Shown) -> None:
    counter.refresh(COUNTER.replace("count + step", "count + 10"))
    counter.stage.click()

    assert "Count: 13" in counter.html


def test_a_component_with_other_hooks_is_mounted_anew_and_said_so(counter: Shown) -> None:
    before = counter.stage.page.find("button")
    hooked = COUNTER.replace("use_state(0)\n", "use_state(0)\n        ref = use_ref()\n")

    notes = counter.refresh(hooked)

    assert counter.html == "<div><p>Ann</p><button>Count: 0</button></div>"
    assert counter.stage.page.find("button") is not before
    assert notes == ["Counter: state not kept, its hooks changed: 1 -> 2"]


def test_what_is_below_a_component_that_is_mounted_anew_begins_anew(counter: Shown) -> None:
    counter.stage.click()
    notes = counter.refresh(COUNTER.replace('use_state("Ann")', 'use_reducer(max, "Bo")'))

    assert counter.html == "<div><p>Bo</p><button>Count: 0</button></div>"
    assert notes == [
        "App: state not kept, its hooks changed: hook 1 was use_state, now use_reducer"
    ]


def test_only_components_whose_code_changed_render(counter: Shown) -> None:
    source = COUNTER.replace("return div(", 'log.append("App")\n        return div(')
    with Shown(source) as shown:
        shown.refresh(source.replace("Count: ", "Number: "))

        assert shown.log == ["App"]


HOOKED = """
    STEP = 1

    def by(count):
        return count + STEP

    def use_count(first):
        return use_state(first)

    @component
    def App():
        count, set_count = use_count(0)
        return button(f"{count}", on_click=lambda: set_count(by))
"""


def test_a_value_that_handlers_read_is_the_new_one() -> None:
    with Shown(HOOKED) as shown:
        shown.stage.click()
        shown.refresh(HOOKED.replace("STEP = 1", "STEP = 10"))
        shown.stage.click()

        assert shown.html == "<button>11</button>"


def test_the_hooks_of_the_authors_own_hooks_count() -> None:
    with Shown(HOOKED) as shown:
        shown.stage.click()
        more = HOOKED.replace(
            "return use_state(first)", "use_ref()\n        return use_state(first)"
        )

        notes = shown.refresh(more)

        assert notes == ["App: state not kept, its hooks changed: 1 -> 2"]
        assert shown.html == "<button>0</button>"


EFFECTS = """
    WORD = "one"

    @component
    def Quiet():
        use_effect(lambda: log.append("quiet"), [])

    @component
    def App():
        def start():
            log.append(f"start {WORD}")
            return lambda: log.append("end")
        use_effect(start, [])
        doubled = use_memo(lambda: WORD * 2, [])
        call = use_callback(lambda: log.append(WORD), [])
        return div(doubled, Quiet(), button("x", on_click=call))
"""


def test_effects_of_changed_components_end_and_start_again() -> None:
    with Shown(EFFECTS) as shown:
        shown.refresh(EFFECTS.replace('"one"', '"two"'))
        shown.stage.click()

        assert shown.log == ["quiet", "start one", "end", "start two", "two"]
        assert shown.html == "<div>twotwo<button>x</button></div>"


def test_effects_of_what_is_mounted_anew_end_once() -> None:
    with Shown(EFFECTS) as shown:
        shown.refresh(
            EFFECTS.replace("[])\n        doubled", "[])\n        use_ref()\n        doubled")
        )

        assert shown.log == ["quiet", "start one", "end", "quiet", "start one"]


STATES = """
    total = state(1)
    other = state("a")
    shown = computed(lambda: f"{total.value} {other.value}")
    Theme = create_context("light")

    @component
    def Inner():
        return p(shown.value, " ", use_context(Theme))

    @component
    def App():
        def click():
            total.set(5)
            other.set("b")
        return div(Inner(), Theme("dark", Inner()), button("x", on_click=click))
"""


def test_page_state_keeps_its_value_unless_its_first_value_is_another() -> None:
    with Shown(STATES) as shown:
        shown.stage.click()

        notes = shown.refresh(STATES.replace("state(1)", "state(2)"))

        assert "<p>2 b light</p><p>2 b dark</p>" in shown.html
        assert notes == ["total: takes its new first value"]


def test_computed_values_are_computed_by_the_new_code() -> None:
    with Shown(STATES) as shown:
        shown.stage.click()
        shown.refresh(STATES.replace("{total.value} ", "{total.value}+"))

        assert "<p>5+b light</p>" in shown.html


def test_contexts_stay_the_same_by_name() -> None:
    with Shown(STATES) as shown:
        shown.refresh(STATES.replace('create_context("light")', 'create_context("bright")'))

        assert "<p>1 a bright</p><p>1 a dark</p>" in shown.html


TYPED = """
    @dataclass(frozen=True)
    class Item:
        name: str

    last = state(None)

    @component
    def App():
        item, set_item = use_state(Item("first"))
        def click():
            set_item(Item("second"))
            last.set([Item("third")])
        return button(f"{item} {last.value}", on_click=click)
"""


def test_state_that_holds_what_is_of_another_class_now_begins_anew() -> None:
    with Shown(TYPED) as shown:
        shown.stage.click()

        notes = shown.refresh(TYPED.replace("name: str", "name: str\n        size: int = 1"))

        assert shown.html == "<button>Item(name='first', size=1) None</button>"
        assert notes == [
            "last: takes its first value anew, for it held what is of another class now",
            "App: state not kept, it held what is of another class now",
        ]


def test_state_that_holds_a_class_that_did_not_change_is_kept() -> None:
    with Shown(TYPED) as shown:
        shown.stage.click()
        shown.refresh(TYPED.replace('f"{item}', 'f"Now {item}'))

        assert "Now Item(name='second') [Item(name='third')]" in shown.html


LISTS = """
    from dataclasses import replace
    ROWS = []
    ROWS.append("a")
    ROWS.append("b")
    COUNT = len(ROWS)

    @component
    def Row(label: str):
        mark, set_mark = use_state("")
        return li(label, mark, button("x", on_click=lambda: set_mark("!")))

    @component
    def App():
        return ul(COUNT, [Row(label=row, key=row) for row in ROWS])
"""


def test_rows_keep_their_state_and_show_the_new_code() -> None:
    with Shown(LISTS) as shown:
        shown.stage.click(1)
        shown.refresh(LISTS.replace("li(label,", "li(label.upper(),"))

        assert [part.split("<")[0] for part in shown.html.split("<li>")[1:]] == ["A", "B!"]


def test_what_was_changed_in_place_is_made_anew() -> None:
    with Shown(LISTS) as shown:
        shown.stage.click(1)
        shown.refresh(LISTS.replace('append("a")', 'append("c")'))

        assert [part.split("<")[0] for part in shown.html.split("<li>")[1:]] == ["c", "b!"]
        assert shown.module.ROWS == ["c", "b"]
        assert shown.module.COUNT == 2


def _names(shown: Shown) -> dict[str, object]:
    """Return what a module holds, apart from where its lines are from."""
    return {name: one for name, one in vars(shown.module).items() if name != CELLS_NAME}


def test_code_that_fails_is_told_by_its_cell(counter: Shown) -> None:
    head = len(whole("").splitlines())

    with pytest.raises(ZeroDivisionError) as caught:
        counter.code.update(whole("1 / 0"), [(1, 1, 1), (head + 1, 7, 3)])

    assert "cell 7, line 3" in trace_of(caught.value)


def test_code_that_fails_leaves_all_as_it_was(counter: Shown) -> None:
    before = _names(counter)
    broken = COUNTER.replace("Count: ", "Number: ") + "\n    1 / 0\n"

    with pytest.raises(ZeroDivisionError):
        counter.refresh(broken)
    counter.stage.click()

    assert "Count: 4" in counter.html
    assert _names(counter) == before
    assert counter.refresh(COUNTER.replace("Count: ", "Number: ")) == []
    assert "Number: 4" in counter.html


def test_a_render_that_fails_keeps_the_state_until_it_is_mended(counter: Shown) -> None:
    counter.refresh(COUNTER.replace("Count: ", "{1 / 0}"))
    [error] = counter.stage.errors
    assert isinstance(error, ZeroDivisionError)
    assert "Count: 3" in counter.html

    counter.refresh(COUNTER)
    counter.stage.click()

    assert "Count: 4" in counter.html


def test_a_component_whose_first_render_with_other_hooks_failed_begins_anew(counter: Shown) -> None:
    counter.refresh(COUNTER.replace("use_state(0)\n", "use_state(0)\n        use_ref(1 / 0)\n"))
    counter.refresh(COUNTER.replace("use_state(0)\n", "use_state(0)\n        use_id()\n"))

    assert "Count: 0" in counter.html


def test_an_error_boundary_tries_again() -> None:
    source = """
        @component
        def Part():
            return p(1 / 0)

        @component
        def App():
            return ErrorBoundary(Part(), fallback="failed")
    """
    with Shown(source) as shown:
        assert shown.html == "failed"

        shown.refresh(source.replace("1 / 0", "1"))

        assert shown.html == "<p>1</p>"


def test_names_that_are_gone_are_gone(counter: Shown) -> None:
    counter.refresh(COUNTER + "\n    def helper(): ...\n")
    counter.refresh(COUNTER)

    assert not hasattr(counter.module, "helper")


def test_pages_and_layouts_are_those_of_the_new_code() -> None:
    source = """
        @layout("/")
        def Frame(children=()):
            return div(children)

        @page("/a")
        def A(): return p("a")

        @page("/b")
        def B(): return p("b")

        App = A
    """
    with Shown(source) as shown:
        frame = shown.registry.layouts["/"]
        shown.refresh(
            source.replace('"/a"', '"/c"')
            .replace('@page("/b")\n        def B(): return p("b")', "")
            .replace("div(children)", "p(children)")
        )

        assert [one.path for one in shown.registry.pages] == ["/c"]
        assert shown.registry.pages[0].component is shown.module.A
        assert shown.registry.layouts == {"/": frame}


def test_errors_name_the_cells_of_the_new_code() -> None:
    """Lines of what did not change stay what they were; where they are now, the table says."""
    source = "@component\ndef App():\n    return p(1 / 0)\n"
    longer = "SPACE = 1\n\n\n" + source
    head = len(whole("").splitlines())
    with Shown("App = component(lambda: None)") as shown:
        shown.code.update(whole(source), [(1, 1, 1), (head + 1, 2, 1)])
        shown.code.update(whole(longer), [(1, 1, 1), (head + 1, 2, 1), (head + 4, 3, 1)])
        with pytest.raises(ZeroDivisionError) as caught:
            shown.module.App.function()

    told = trace_of(caught.value)
    assert "cell 3, line 3" in told
    assert "return p(1 / 0)" in told


LOADING = """
    from tests.core.stage import Pause

    async def load():
        await Pause()
        return "old"

    @component
    def Part():
        return p(use_resource(load, []))

    @component
    def App():
        return Suspense(Part(), fallback="waits")
"""


@pytest.mark.parametrize("is_there", [False, True])
def test_what_loads_loads_anew_with_the_new_code(is_there: bool) -> None:
    with Shown(LOADING) as shown:
        if is_there:
            shown.stage.resume()
            shown.stage.settle()
        before = shown.html

        shown.refresh(LOADING.replace("old", "new"))
        assert shown.html == before
        shown.stage.resume()
        shown.stage.settle()

        assert before == ("<p>old</p>" if is_there else "waits")
        assert shown.html == "<p>new</p>"


MADE = """
    def make(word):
        @component
        def Inner():
            count, set_count = use_state(0)
            return button(word, count, on_click=lambda: set_count(count + 1))
        return Inner

    TABS = {"one": make("one"), "two": make("two")}
    Named = make("three")

    @component
    def App():
        return div([Tab() for Tab in TABS.values()], Named())
"""


def test_components_that_a_function_makes_show_its_new_code() -> None:
    """By a name of their own they keep their state; in a table they are others."""
    with Shown(MADE) as shown:
        shown.stage.click(0)
        shown.stage.click(2)

        notes = shown.refresh(MADE.replace("button(word,", 'button(word, "=",'))

        assert notes == ["Inner: state not kept, the component was made anew"]
        buttons = ("one=0", "two=0", "three=1")
        html = "".join(f"<button>{one}</button>" for one in buttons)
        assert shown.html == f"<div>{html}</div>"


KEPT = """
    @component
    def Item(size: int):
        return li(size)

    @component
    def App():
        count, set_count = use_state(2)
        kept = use_memo(lambda: Item(size=5), [])
        first = use_ref(Item(size=7))
        return ul(first.current, kept, [Item(size=one, key=one) for one in range(count)])
"""


def test_calls_that_are_kept_show_the_new_code() -> None:
    with Shown(KEPT) as shown:
        shown.refresh(KEPT.replace("li(size)", 'li("#", size)'))

        assert shown.html == "<ul><li>#7</li><li>#5</li><li>#0</li><li>#1</li></ul>"


WRAPPED = """
    from functools import lru_cache, partial

    @lru_cache
    def written(number):
        return f"{number}."

    three = partial(written, 3)

    @component
    def App():
        return p(three())
"""


def test_what_was_made_of_a_function_is_made_anew() -> None:
    with Shown(WRAPPED) as shown:
        shown.refresh(WRAPPED.replace("{number}.", "{number}!"))

        assert shown.html == "<p>3!</p>"
