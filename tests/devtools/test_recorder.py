"""Which components render, and why, is told exactly; and nothing is left of it afterwards."""

from __future__ import annotations

from typing import Any

import pytest

from reactor_nb.core.component import Component
from reactor_nb.core.root import Root
from reactor_nb.devtools.numbers import Numbers
from reactor_nb.devtools.recorder import Recorder
from reactor_nb.devtools.updates import Update
from tests.core.stage import Stage
from tests.devtools.looking import Looked

FAMILY = """
shade = create_context("light")
shared = state(0)
doubled = computed(lambda: shared.value * 2)

@component
def Leaf(text):
    return p(text)

@component
def Listed(items):
    return p(len(items))

@component
def Shaded():
    return p(use_context(shade))

@component
def Reader():
    return p(doubled.value)

@component
def App():
    count, set_count = use_state(0)
    items = use_ref([])
    return div(
        button("1", on_click=lambda: set_count(count + 1)),
        button("2", on_click=lambda: shared.set(shared.peek() + 1)),
        button("3", on_click=lambda: None),
        Leaf(f"n {count // 2}", key="leaf"),
        Listed(items.current),
        shade(f"dark {count}", Shaded(key="inner")),
        Reader(),
        Leaf("late") if count > 2 else None,
    )
"""


def test_every_component_that_renders_is_told_with_its_reason() -> None:
    with Looked(FAMILY) as looked:
        looked.click(0)

        [update] = looked.updates
        assert looked.why() == {
            "App": ["state hook 1, use_state count 1"],
            "Listed": ["parent items may have been changed in place"],
            "Provider": ["props children, value"],
            "Shaded": ["context shade"],
        }
        assert update["causes"] == [["click", "App"]]
        assert (update["rendered"], update["mounted"], update["unmounted"]) == (4, 0, 0)


def test_properties_that_changed_are_named() -> None:
    with Looked(FAMILY) as looked:
        looked.click(0)
        looked.click(0)

        assert looked.why()["Leaf"] == ["props text"]


def test_page_state_is_named_with_the_computed_value_that_was_read() -> None:
    with Looked(FAMILY) as looked:
        looked.click(1)

        assert looked.why() == {"Reader": ["page doubled"]}


def test_what_is_new_and_what_is_gone_is_counted() -> None:
    with Looked(FAMILY) as looked:
        for _ in range(3):
            looked.click(0)

        assert looked.why()["Leaf"] == ["mounted"]
        assert [one["tree"] for one in looked.updates] == [False, False, True]
        assert looked.updates[-1]["kinds"]["create"] == 1


def test_an_event_that_changes_nothing_is_told_all_the_same() -> None:
    with Looked(FAMILY) as looked:
        looked.click(2)

        [update] = looked.updates
        assert (update["causes"], update["rendered"], update["ops"]) == ([["click", "App"]], 0, 0)


def test_an_update_has_its_ops_and_times() -> None:
    with Looked(FAMILY) as looked:
        looked.click(0)
        looked.click(0)

        update = looked.updates[-1]
        assert update["kinds"] == {"text": 2}
        assert update["first"][0].startswith("['text', ")
        assert all(update[name] > 0 for name in ("render", "diff", "effects"))
        assert all(time > 0 for _, name, _, time in update["renders"] if name != "Provider")


def test_an_effect_that_sets_state_is_told_as_the_cause() -> None:
    source = """
    @component
    def App():
        count, set_count = use_state(0)
        more, set_more = use_state(0)
        use_effect(lambda: set_more(count * 2), [count])
        return button(more, on_click=lambda: set_count(count + 1))
    """
    with Looked(source) as looked:
        looked.click()
        looked.stage.settle()

        first, second = looked.updates
        assert (first["causes"], second["causes"]) == ([["click", "App"]], [["effect", ""]])
        assert looked.why() == {"App": ["state hook 2, use_state more 2"]}


def test_what_goes_on_after_an_await_is_told_as_later() -> None:
    source = """
    from tests.core.stage import Pause

    @component
    def App():
        count, set_count = use_state(0)
        async def later():
            await Pause()
            set_count(5)
        return button(count, on_click=later)
    """
    with Looked(source) as looked:
        looked.click()
        looked.stage.resume()
        looked.stage.settle()

        assert looked.updates[-1]["causes"] == [["later", ""]]
        assert looked.why() == {"App": ["state hook 1, use_state count 5"]}


def test_a_cell_that_ran_is_the_reason() -> None:
    with Looked(FAMILY) as looked:
        looked.shown.refresh(FAMILY.replace("return p(text)", "return p(text, '!')"))

        assert looked.why(0) == {"Leaf": ["refresh"]}
        assert looked.updates[0]["causes"] == [["refresh", ""]]


def test_a_component_that_is_mounted_anew_by_a_cell_is_the_same_to_the_panel() -> None:
    with Looked(FAMILY) as looked:
        number = looked.number("App")
        other = FAMILY.replace("    items = use_ref([])", "    items = use_ref([])\n    use_id()")
        looked.shown.refresh(other)
        looked.ask("tree")

        assert looked.number("App") == number
        assert [looked.why(at).get("App") for at in (0, 1)] == [None, ["refresh"]]


FAILING = """
@component
def Part(fails):
    if fails:
        raise ValueError("broken")
    return p("well")

@component
def App():
    count, set_count = use_state(0)
    return div(
        button("1", on_click=lambda: set_count(count + 1)),
        ErrorBoundary(Part(count == 1), fallback=p("sorry")),
        Part(count == 2),
    )
"""


def test_a_boundary_that_shows_its_fallback_is_told() -> None:
    with Looked(FAILING) as looked:
        looked.click()

        assert looked.why()["ErrorBoundary"] == ["fallback"]
        assert looked.updates[-1]["unmounted"] == 1


def test_an_error_is_told_and_the_reason_is_kept_for_the_render_that_works() -> None:
    with Looked(FAILING) as looked:
        looked.click()
        looked.click()
        assert looked.updates[-1]["errors"] == [["", "ValueError: broken"]]
        assert looked.updates[-1]["rendered"] == 0

        looked.stage.root.dispatch("click", [looked.stage.page.find("button").id], {})
        looked.stage.flush()

        assert isinstance(looked.stage.errors[0], ValueError)


def test_nothing_is_left_when_it_is_closed() -> None:
    before = Component.render
    with Looked(FAMILY) as looked:
        root: Any = looked.stage.root
        looked.click(0)
        assert Component.render is not before
        assert {"flush", "enqueue"} <= vars(root).keys()

        looked.tools.close()
        told = len(looked.told)
        looked.click(0)

        assert Component.render is before
        for owner in (root, root.differ, root._effects):
            assert not [name for name in vars(owner) if callable(getattr(type(owner), name, None))]
        assert root.flush.__func__ is Root.flush
        assert len(looked.told) == told


def test_two_roots_are_recorded_apart() -> None:
    with Looked(FAMILY) as one, Looked(FAMILY) as other:
        one.click(0)
        one.tools.close()
        other.click(0)

        assert (len(one.updates), len(other.updates)) == (1, 1)
        assert other.updates[0]["renders"][0][3] > 0


@pytest.mark.parametrize("hears_sends", [False, True])
def test_flushes_that_go_out_together_are_one_update(hears_sends: bool) -> None:
    with Looked(FAMILY) as looked:
        looked.tools.close()
        told: list[Update] = []
        recorder = Recorder(looked.stage.root, Numbers(), told.append, hears_sends=hears_sends)
        recorder.open()
        root = looked.stage.root
        button = looked.stage.page.find("button").id
        root.dispatch("click", [button], {})
        ops = root.flush()
        root.run_effects()
        root.dispatch("click", [button], {})
        ops += root.flush()
        recorder.sent(100, 0.001)
        root.run_effects()
        recorder.close()

        assert [one.count for one in told] == ([len(ops)] if hears_sends else [1, 2])
        assert told[-1].size == 100
        looked.stage.page.apply(ops)


def test_a_stage_without_devtools_has_no_trace_of_them() -> None:
    with Looked(FAMILY) as looked:
        assert isinstance(looked.stage, Stage)
        looked.tools.close()
        looked.tools.close()
        looked.tools.open()
        looked.click(0)
        assert len(looked.updates) == 1


WAITING = """
from tests.core.stage import Pause

@action
async def save(text: str) -> str:
    await Pause()
    return text

async def load():
    await Pause()
    return "loaded"

@component
def Slow():
    text, again = use_resource(load, [], handle=True)
    return p(text, button("again", on_click=lambda: again.refresh()))

@component
def Saving():
    call = use_action(save)
    return button("save", on_click=lambda: call.run(text="x")) if not call.pending else p("…")

@component
def App():
    return div(Suspense(Slow(), fallback=p("wait")), Saving())
"""


def test_what_was_waited_for_is_the_reason_when_it_is_there() -> None:
    with Looked(WAITING) as looked:
        looked.stage.resume()
        looked.stage.settle()

        assert looked.why() == {
            "Suspense": ["fallback Slow waited: hook 1, use_resource text"],
            "Slow": ["mounted"],
        }
        looked.click(0)
        assert looked.why() == {"Slow": ["state hook 1, use_resource text"]}
        looked.stage.resume()
        looked.stage.settle()
        assert looked.why() == {"Slow": ["state hook 1, use_resource text"]}


def test_a_call_of_an_action_is_the_reason_when_it_starts_and_ends() -> None:
    with Looked(WAITING) as looked:
        looked.click(0)
        assert looked.why() == {"Saving": ["state hook 1, use_action call"]}
        assert looked.updates[-1]["causes"] == [["click", "Saving"]]

        looked.stage.resume()
        looked.stage.settle()

        assert looked.why()["Saving"] == ["state hook 1, use_action call"]
        assert looked.updates[-1]["causes"] == [["later", ""]]


def test_values_that_cannot_be_compared_do_no_harm() -> None:
    source = """
    class Odd:
        def __hash__(self):
            return 1
        def __eq__(self, other):
            raise RuntimeError("no")

    @component(memo=False)
    def Part(odd):
        return p("part")

    @component
    def App():
        count, set_count = use_state(0)
        return div(Part(frozenset([Odd()])), button(count, on_click=lambda: set_count(count + 1)))
    """
    with Looked(source) as looked:
        looked.click()

        assert looked.why()["Part"] == ["other"]
        assert "<button>1</button>" in looked.stage.html()


def test_what_a_portal_shows_is_in_the_tree_and_is_recorded() -> None:
    source = """
    @component
    def Inside():
        count, set_count = use_state(0)
        return button(count, on_click=lambda: set_count(count + 1))

    @component
    def App():
        return div(p(id="place"), Portal(Inside(), to="#place"))
    """
    with Looked(source) as looked:
        looked.click()

        assert looked.outline() == ["App", "  Inside"]
        assert looked.why() == {"Inside": ["state hook 1, use_state count 1"]}
        assert looked.ask("nodes", looked.number("Inside"))[1] == "Inside"
