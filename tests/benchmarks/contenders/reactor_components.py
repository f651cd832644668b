"""reactor_nb: a table with a component for every row."""

from typing import Any

from reactor_nb import __version__, component
from reactor_nb.core.render_once import Once
from reactor_nb.core.state import Store
from reactor_nb.html import table, tbody, td, th, thead, tr


@component
def Visitor(number: int, name: str, city: str, amount: str, late: bool) -> Any:
    return tr(
        td(number),
        td(name),
        td(city),
        td(amount, class_="amount"),
        data_id=number,
        class_="late" if late else None,
    )


@component
def Table(rows: list[Any]) -> Any:
    return table(
        thead(tr(th("No."), th("Name"), th("City"), th("Amount"))),
        tbody(
            *[
                Visitor(number=number, name=name, city=city, amount=amount, late=late, key=number)
                for number, name, city, amount, late in rows
            ]
        ),
        class_="visitors",
    )


def render(rows: list[Any]) -> str:
    return Once(Table(rows=rows), Store()).html


def versions() -> dict[str, str]:
    return {"reactor_nb": __version__}
