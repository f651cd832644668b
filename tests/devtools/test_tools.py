"""What the panel is told of components, and what it may change in them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.devtools.looking import Looked

APP = """
shade = create_context("light")
shared = state({"open": 1})
count_of = computed(lambda: len(shared.value))

@dataclass(frozen=True)
class Todo:
    id: int
    title: str
    done: bool = False

def use_switch(first):
    on, set_on = use_state(first)
    return on, set_on

@component
def Row(todo: Todo):
    is_open, flip = use_switch(False)
    return li(todo.title, " done" if todo.done else "", " open" if is_open else "")

@component
def App():
    todos, set_todos = use_state([Todo(1, "milk"), Todo(2, "bread")])
    total, dispatch = use_reducer(lambda now, by: now + by, 0)
    label = use_memo(lambda: f"{len(todos)} rows", [len(todos)])
    box = use_ref(7)
    use_effect(lambda: None, [total])
    rows = ul([Row(one, key=one.id) for one in todos])
    return shade("dark", rows, p(label, total, count_of.value))
"""


def told(node: dict[str, Any]) -> tuple[Any, Any]:
    return node["kind"], node["text"]


def test_the_tree_is_in_document_order_with_keys() -> None:
    with Looked(APP) as looked:
        assert looked.outline() == ["App", "  shade.Provider", "    Row#1", "    Row#2"]


def test_hooks_are_told_with_the_variables_of_the_source() -> None:
    with Looked(APP) as looked:
        hooks = looked.look("App")["hooks"]

        assert [(hook["kind"], hook["name"]) for hook in hooks] == [
            ("use_state", "todos"),
            ("use_reducer", "total"),
            ("use_memo", "label"),
            ("use_ref", "box"),
            ("use_effect", ""),
        ]
        assert told(hooks[2]["values"][0][1]) == ("str", "'2 rows'")
        assert [word for word, _ in hooks[4]["values"]] == ["", "deps", "clean-up"]
        [inner] = looked.look("Row")["hooks"]
        assert inner["name"] == "is_open › on"


def test_a_component_is_told_with_its_place_properties_and_what_it_reads() -> None:
    with Looked(APP) as looked:
        row = looked.look("Row")
        assert (row["key"], row["place"].rpartition(", line ")[2]) == ("1", "20")
        [[name, todo]] = row["props"]
        assert (name, told(todo)) == ("todo", ("Todo", "Todo(id=1, title='milk', done=False)"))
        assert "parts" not in todo
        assert [read[1:3] for read in looked.look("App")["reads"]] == [["count_of", "computed"]]


def test_parts_come_when_they_are_opened() -> None:
    with Looked(APP) as looked:
        [[_, todo]] = looked.look("Row", [0, 0])["props"]

        assert [(name, part["edit"]) for name, part in todo["parts"]] == [
            ("id", "1"),
            ("title", '"milk"'),
            ("done", "false"),
        ]


def test_page_state_is_told_with_its_names() -> None:
    with Looked(APP) as looked:
        [states] = looked.ask("states", [])

        assert [(name, kind) for _, name, kind, _ in states] == [
            ("count_of", "computed"),
            ("shared", "state"),
        ]


def test_a_state_is_edited_in_a_part_and_the_app_shows_it() -> None:
    with Looked(APP) as looked:
        assert looked.edit(looked.number("App"), [1, 0, 1, 1], '"butter"') == ""

        assert "<li>butter</li>" in looked.stage.html()
        assert looked.why() == {"App": [looked.why()["App"][0]], "Provider": ["props children"]} | {
            "Row": ["props todo"]
        }
        assert looked.updates[-1]["causes"] == [["edit", ""]]


def test_a_reducers_state_a_property_and_page_state_are_edited() -> None:
    with Looked(APP) as looked:
        app, row = looked.number("App"), looked.number("Row")

        assert looked.edit(app, [1, 1], "41") == ""
        assert looked.edit(0, [2, 1], '{"a": 1, "b": 2, "c": 3}') == ""
        assert looked.edit(row, [0, 0, 2], "true") == ""

        assert looked.stage.html() == ("<ul><li>milk done</li><li>bread</li></ul><p>2 rows413</p>")


@pytest.mark.parametrize(
    ("path", "text", "words"),
    [
        ([1, 1], "one", "this is no JSON"),
        ([1, 1], '"1"', "this is a text, and a whole number is there"),
        ([1, 1], "true", "this is true or false, and a whole number is there"),
        ([1, 1], "1.5", "this is a number, and a whole number is there"),
        ([1, 1], "NaN", "NaN is no JSON"),
        ([1, 1], "1e999", "too large"),
        ([1, 1], "9" * 5000, "this is no JSON"),
        ([1, 1], "[" * 50_000, "nested too deep"),
        ([1, 0], "[1, 2]", "more in it than JSON can say"),
        ([1, 0, 9], "1", "not there any more"),
        ([1, 0, 0, 2], "0", "this is a whole number, and true or false is there"),
        ([1, 2], "1", "only the values of use_state and use_reducer"),
        ([1, 44], "1", "only the values of use_state"),
        ([1], "1", "not there any more"),
        ([-1, 0], "1", "no such place"),
        (["__class__"], "1", "no such place"),
        ([1, 0, True], "1", "no such place"),
        ([2, 0], "1", "the rest is computed"),
        ([2, 44], "1", "only page state"),
        ([7, 0], "1", "not there any more"),
    ],
)
def test_an_edit_that_does_not_fit_is_refused_and_changes_nothing(
    path: list[Any], text: str, words: str
) -> None:
    """J10: what is typed is data of the kind that is there, or it is nothing."""
    with Looked(APP) as looked:
        before = looked.stage.html()

        assert words in looked.edit(looked.number("App"), path, text)

        assert looked.stage.html() == before
        assert looked.updates == []


@pytest.mark.parametrize(
    "text",
    [
        '"; import os',
        "{{",
        "{{7*7}}",
        "<img src=x onerror=alert(1)>",
        "%s{0.__class__}",
        "\\N{DASH}",
    ],
)
def test_what_is_typed_stays_data(text: str) -> None:
    """J10: a text is shown as the text that it is; without its quotes it is refused."""
    with Looked(APP) as looked:
        app = looked.number("App")

        assert "this is no JSON" in looked.edit(app, [1, 0, 0, 1], text)
        assert looked.edit(app, [1, 0, 0, 1], json.dumps(text)) == ""

        assert looked.instance("App").hooks[0].value[0].title == text  # type: ignore[attr-defined]
        assert "<img" not in looked.stage.html()


def test_a_megabyte_is_refused() -> None:
    """J10."""
    with Looked(APP) as looked:
        fault = looked.edit(looked.number("App"), [1, 0, 0, 1], json.dumps("x" * 1_000_000))

        assert fault == "that is 1,000,002 characters long; 100,000 is the most"


def test_a_component_that_is_gone_is_told_as_gone() -> None:
    with Looked(APP) as looked:
        row = looked.number("Row", 1)
        looked.edit(looked.number("App"), [1, 0, 1, 0], "3")

        assert looked.ask("component", row, []) == [row, None]
        assert "not there any more" in looked.edit(row, [0, 0, 1], '"x"')
        assert looked.ask("nodes", row) == [[], ""]


def test_the_nodes_of_a_component_are_those_it_shows_and_lead_back_to_it() -> None:
    with Looked(APP) as looked:
        row = looked.number("Row", 1)
        nodes, name = looked.ask("nodes", row)

        assert ([getattr(looked.stage.page.nodes[one], "tag", "") for one in nodes], name) == (
            ["li"],
            "Row",
        )
        assert looked.ask("pick", nodes) == [row]
        assert looked.ask("pick", [0, "x", 10_000]) == [0]


@pytest.mark.parametrize("message", [["eval", "1"], [], ["component"], ["edit", 1, 2, 3, 4]])
def test_no_other_message_is_known(message: list[Any]) -> None:
    with Looked(APP) as looked, pytest.raises(ValueError, match="do not know"):
        looked.tools.receive(message)


def test_everything_told_is_plain_json() -> None:
    with Looked(APP) as looked:
        looked.look("App", *[[kind, at] for kind in range(3) for at in range(6)])
        looked.edit(looked.number("App"), [1, 1], "2")

        assert json.loads(json.dumps(looked.told)) == looked.told


def test_a_value_that_has_become_another_is_not_edited_unseen() -> None:
    with Looked(APP) as looked:
        app = looked.number("App")
        assert looked.edit(app, [1, 0, 0, 1], '"butter"', was='"milk"') == ""

        fault = looked.edit(app, [1, 0, 0, 1], '"oil"', was='"milk"')

        assert fault == "it is another value by now; look again"
        assert "<li>butter</li>" in looked.stage.html()
        whole = looked.edit(0, [2, 1], '{"open": 2}', was='{"open": 3}')
        assert whole == fault


def test_a_number_that_changes_all_the_time_can_be_edited() -> None:
    with Looked(APP) as looked:
        assert looked.edit(looked.number("App"), [1, 1], "500", was="77") == ""
