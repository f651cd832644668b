"""The table in wybthon, written as its documentation writes lists; runs in Pyodide, in the page."""

# mypy: ignore-errors
from typing import NamedTuple

from wybthon import (
    For,
    a,
    button,
    component,
    create_selector,
    create_signal,
    div,
    h1,
    main_,
    render,
    set_dev_mode,
    span,
    table,
    tbody,
    td,
    tr,
)

set_dev_mode(False)

ADJECTIVES = (
    "pretty",
    "large",
    "big",
    "small",
    "tall",
    "short",
    "long",
    "handsome",
    "plain",
    "quaint",
    "clean",
    "elegant",
)
COLOURS = (
    "red",
    "yellow",
    "blue",
    "green",
    "pink",
    "brown",
    "purple",
    "white",
    "black",
    "orange",
    "cyan",
)
NOUNS = (
    "table",
    "chair",
    "house",
    "bbq",
    "desk",
    "car",
    "pony",
    "cookie",
    "sandwich",
    "burger",
    "pizza",
    "mouse",
    "keyboard",
)


class Item(NamedTuple):
    id: int
    label: str


def label_of(number: int) -> str:
    return f"{ADJECTIVES[number % 12]} {COLOURS[number * 7 % 11]} {NOUNS[number * 5 % 13]}"


@component
def Page():
    items, set_items = create_signal([])
    selected, select = create_signal(0)
    is_selected = create_selector(selected)
    last = 0

    def build(count):
        nonlocal last
        first = last + 1
        last += count
        return [Item(number, label_of(number)) for number in range(first, last + 1)]

    def create(count):
        set_items(build(count))
        select(0)

    def update():
        changed = items()[:]
        for at in range(0, len(changed), 10):
            changed[at] = Item(changed[at].id, changed[at].label + " !!!")
        set_items(changed)

    def swap():
        changed = items()[:]
        if len(changed) > 998:
            changed[1], changed[998] = changed[998], changed[1]
            set_items(changed)

    def clear():
        set_items([])
        select(0)

    def remove(number):
        set_items([item for item in items() if item.id != number])

    def row(item, index):
        number = item().id
        return tr(
            td(number, class_="col-md-1"),
            td(
                a(lambda: item().label, class_="lbl", on_click=lambda event: select(number)),
                class_="col-md-4",
            ),
            td(
                a(
                    span(**{"class_": "glyphicon glyphicon-remove", "aria-hidden": "true"}),
                    class_="remove",
                    on_click=lambda event: remove(number),
                ),
                class_="col-md-1",
            ),
            td(class_="col-md-6"),
            class_=lambda: "danger" if is_selected(number) else "",
            # Without it, rows that replace others get the text of the function as their class.
            key=number,
        )

    return main_(
        h1("Rows"),
        div(
            *(
                button(
                    f"Create {size}",
                    id=f"create-{size}",
                    on_click=lambda event, size=size: create(size),
                )
                for size in (10, 100, 1000, 10000, 100000)
            ),
            button(
                "Append 1000",
                id="append",
                on_click=lambda event: set_items(items() + build(1000)),
            ),
            button("Update every 10th", id="update", on_click=lambda event: update()),
            button("Swap", id="swap", on_click=lambda event: swap()),
            button("Clear", id="clear", on_click=lambda event: clear()),
        ),
        table(tbody(For(each=items, key=lambda item: item.id, children=row))),
    )


render(Page(), "#root")
