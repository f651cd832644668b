from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pytest

from reactor_nb.core.component import component
from reactor_nb.core.events import on
from reactor_nb.core.hooks import use_state
from reactor_nb.core.vnode import VComponent, VElement
from reactor_nb.errors import ActionError, ElementError
from reactor_nb.html import (
    button,
    div,
    fieldset,
    form,
    input,
    label,
    li,
    option,
    select,
    textarea,
    ul,
)
from reactor_nb.runtime.info import PAGE_INFO, PageInfo
from reactor_nb.runtime.registry import Action
from reactor_nb.runtime.render import render_page
from tests.core.page_model import PageElement
from tests.core.stage import Pause, Stage
from tests.runtime.apps import load

ADD: Action = load("@action\ndef add(title: str, done: bool = False): pass").actions["add"]


def flash(
    fields: Mapping[str, str] | None = None,
    values: Mapping[str, Any] | None = None,
    message: str = "no",
    action: str = "add",
) -> dict[str, Any]:
    return {"action": action, "message": message, "fields": fields or {}, "values": values or {}}


def shown(node: object, left: Mapping[str, Any] | None = None) -> str:
    stage = Stage(PAGE_INFO(PageInfo("/app", left or {}), node))
    html = stage.html()
    stage.close()
    return html


def test_a_form_of_an_action_posts_to_it_wherever_the_app_is() -> None:
    html = shown(form(input(name="title"), button("Add"), action=ADD))

    assert html == (
        '<form method="post" action="/app/_reactor/actions/add">'
        '<input name="title"><button>Add</button></form>'
    )


def test_other_forms_are_plain_elements() -> None:
    assert isinstance(form(action="/search", method="get"), VElement)
    assert isinstance(form({"action": ADD, "class": "x"}), VComponent)


def test_attributes_are_those_of_the_form_and_a_key_names_it() -> None:
    made = form({"class": "tight"}, action=ADD, id="f", key=3, novalidate=True)

    assert isinstance(made, VComponent)
    assert made.key == "3"
    assert shown(made) == (
        '<form class="tight" id="f" novalidate '
        'method="post" action="/app/_reactor/actions/add"></form>'
    )


def test_a_form_with_a_file_input_is_sent_in_parts() -> None:
    """C8"""
    inside = form(div(input(type="file", name="photo")), action=ADD)
    known = form(input(type="file", name="photo"), action=ADD, enctype="text/plain")
    nameless = form(input(type="file"), action=ADD, on_submit=print)

    assert 'enctype="multipart/form-data" method="post"' in shown(inside)
    assert 'enctype="text/plain"' in shown(known)
    assert "enctype" not in shown(nameless)


def test_a_file_input_beside_a_submit_handler_is_an_error() -> None:
    """Python in the browser does not have the content of the file."""
    with pytest.raises(ElementError, match="leave on_submit= out"):
        form(div(input(type="file", name="photo")), action=ADD, on_submit=print)


def test_what_html_cannot_take_is_an_error_where_it_is_written() -> None:
    with pytest.raises(ElementError):
        form(b"x", action=ADD)
    with pytest.raises(ElementError, match="is posted; leave method='get' out"):
        form(action=ADD, method="get")


def test_an_error_stands_beside_its_field() -> None:
    node = form(
        label("Title", input(name="title", aria_describedby="help")),
        action=ADD,
    )

    html = shown(node, flash({"title": "too <long>"}))

    assert '<input aria-describedby="help rnb-1-0" name="title" aria-invalid="true">' in re.sub(
        r'<input name="title" aria-describedby="([^"]*)" aria-invalid="true">',
        r'<input aria-describedby="\1" name="title" aria-invalid="true">',
        html,
    )
    assert '<small id="rnb-1-0" role="alert">too &lt;long&gt;</small></label>' in html
    assert '<p role="alert">no</p></form>' in html


def test_an_error_of_a_field_that_is_not_here_stands_below_the_form() -> None:
    html = shown(form(input(name="title"), action=ADD), flash({"count": "must be a number"}))

    assert '<p role="alert">no; count: must be a number</p></form>' in html


def test_radio_buttons_have_one_error_together() -> None:
    node = form(
        fieldset(
            input(type="radio", name="a", value="1"), input(type="radio", name="a", value="2")
        ),
        action=ADD,
    )

    html = shown(node, flash({"a": "choose one"}))

    assert html.count("choose one") == 1
    assert html.count('aria-invalid="true"') == 2


def test_what_was_typed_is_in_the_controls_again() -> None:
    """V2"""
    node = form(
        input(name="title", value=""),
        input(name="tag"),
        input(name="tag"),
        textarea(name="text", value="old"),
        input(type="checkbox", name="done"),
        input(type="checkbox", name="kinds", value="a", checked=True),
        input(type="checkbox", name="kinds", value="b"),
        select(option("x", value="x"), option("y", value="y"), name="one"),
        select(option("x", value="x"), option("y", value="y"), name="many", multiple=True),
        input(type="password", name="password"),
        input(type="submit", name="go", value="Go"),
        action=ADD,
    )
    values = {
        "title": '"><img src=x onerror=pwn()>',
        "tag": ["1", "2"],
        "text": "</textarea><b>",
        "done": "on",
        "kinds": "b",
        "one": "y",
        "many": ["x", "y"],
        "password": "hunter2",
        "go": "evil",
    }

    html = shown(node, flash(values=values))

    assert 'name="title" value="&quot;&gt;&lt;img src=x onerror=pwn()&gt;"' in html
    assert 'name="tag" value="1"' in html and 'name="tag" value="2"' in html
    assert "&lt;/textarea&gt;&lt;b&gt;</textarea>" in html
    assert re.search(r'<input[^>]*name="done"[^>]*checked', html)
    assert not re.search(r'<input[^>]*value="a"[^>]*checked', html)
    assert re.search(r'<input[^>]*value="b"[^>]*checked', html)
    assert html.count("selected") == 3
    assert "hunter2" not in html and "evil" not in html


def test_only_the_form_that_was_sent_shows_its_errors() -> None:
    rows = ul(
        [
            li(form(input(type="hidden", name="id", value=n), button("x"), action=ADD), key=n)
            for n in range(3)
        ],
        form(input(name="title"), action=load("@action\ndef other(): pass").actions["other"]),
    )

    html = shown(rows, flash(values={"id": "1"}))

    assert html.count('<p role="alert">no</p>') == 1
    assert html.index('value="1"') < html.index("<p role") < html.index('value="2"')


@component
def Controlled(handler: Any = None) -> Any:
    title, set_title = use_state("")
    return form(
        input(name="title", value=title, on_input=lambda event: set_title(event.target.value)),
        button(title),
        action=ADD,
        on_submit=handler,
    )


def test_a_control_is_its_owners_again_as_soon_as_somebody_types() -> None:
    stage = Stage(PAGE_INFO(PageInfo("", flash(values={"title": "typed"})), Controlled()))
    control, whole = stage.page.find("input"), stage.page.find("form")
    assert control.properties["value"] == "typed"

    stage.fire("input", control, whole, target={"name": "title", "value": "typed!"})
    stage.settle()

    assert control.properties["value"] == "typed!"
    assert stage.page.find("input") is control
    assert stage.page.find("button").children[0].text == "typed!"  # type: ignore[union-attr]


def test_a_control_that_nobody_owns_keeps_what_somebody_types() -> None:
    """V2: in the page it has the text by now, and a box that was just ticked is ticked."""
    node = form(input(name="title"), input(type="checkbox", name="done"), action=ADD)
    stage = Stage(PAGE_INFO(PageInfo("", flash(values={"title": "typed", "done": "on"})), node))
    whole = stage.page.find("form")
    inside = [one for one in whole.children if isinstance(one, PageElement)]
    [title, done] = [one for one in inside if one.tag == "input"]
    assert (title.properties, done.properties) == ({"value": "typed"}, {"checked": True})

    stage.fire("input", title, whole, target={"name": "title", "value": "typed!"})
    stage.fire("input", done, whole, target={"name": "done", "checked": False})

    assert stage.root.flush() == []
    for control in (title, done):
        assert stage.root.reassert("input", [whole.id], {"target": {"node": control.id}}) == []


async def test_an_action_error_of_the_submit_handler_is_shown_in_the_form() -> None:
    """C4"""

    async def submit() -> None:
        await Pause()
        raise ActionError("not so", fields={"title": "write <more>"})

    stage = Stage(Controlled(handler=submit))
    control = stage.page.find("input")
    stage.fire("submit", stage.page.find("form"))
    stage.resume()
    stage.settle()

    assert stage.errors == []
    assert stage.page.find("input") is control
    assert stage.page.find("small").attributes["role"] == "alert"
    assert "write &lt;more&gt;" in stage.html()
    assert '<p role="alert">not so</p>' in stage.html()


async def test_a_submit_that_works_takes_the_errors_away() -> None:
    answers = [ActionError("first", 422, {"title": "is missing"}), None, ActionError("third")]

    def submit(event: object) -> None:
        error = answers.pop(0)
        if error is not None:
            raise error

    stage = Stage(Controlled(handler=on(submit, stop_propagation=True)))
    found = []
    for _ in range(3):
        stage.fire("submit", stage.page.find("form"))
        stage.settle()
        found.append(re.findall(r'<(?:p|small)[^>]*role="alert">([^<]*)<', stage.html()))

    assert found == [["is missing", "Please check what you entered."], [], ["third"]]
    assert stage.page.find("form").events["submit"] == {"stop": True, "prevent": True}


def test_other_errors_of_the_handler_go_their_own_way() -> None:
    def submit() -> None:
        raise KeyError("x")

    stage = Stage(Controlled(handler=submit))
    stage.fire("submit", stage.page.find("form"))

    assert [type(error) for error in stage.errors] == [KeyError]


def test_a_form_adds_nothing_to_what_the_page_carries() -> None:
    registry = load(
        """
        @action
        def add(id: int): pass

        @page("/")
        def P():
            ids = [input(type="hidden", name="id", value=n) for n in range(9)]
            return div([form(one, action=add) for one in ids])
        """
    )

    page = render_page(registry, registry.page("/"), {}, flash=flash(values={"id": "3"}))

    assert page.payload["hooks"] == {}
    assert page.html.count("role=") == 1


def test_a_form_inside_another_element_of_the_children_is_found() -> None:
    html = shown(form(div(div(input(name="title"))), action=ADD), flash({"title": "no"}))

    assert '<small id="rnb-1-0" role="alert">no</small></div></div>' in html
