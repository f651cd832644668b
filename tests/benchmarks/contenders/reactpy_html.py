"""ReactPy without components: a tree of html elements through ``vdom_to_html``."""

from importlib.metadata import version
from typing import Any

from reactpy import html
from reactpy.utils import vdom_to_html


def visitor(number: int, name: str, city: str, amount: str, late: bool) -> Any:
    attributes = {"data-id": number, "key": str(number)}
    if late:
        attributes["class"] = "late"
    return html.tr(
        attributes,
        html.td(number),
        html.td(name),
        html.td(city),
        html.td({"class": "amount"}, amount),
    )


def tree(rows: list[Any]) -> Any:
    return html.table(
        {"class": "visitors"},
        html.thead(html.tr(html.th("No."), html.th("Name"), html.th("City"), html.th("Amount"))),
        html.tbody([visitor(*row) for row in rows]),
    )


def render(rows: list[Any]) -> str:
    return vdom_to_html(tree(rows))


def versions() -> dict[str, str]:
    return {"reactpy": version("reactpy"), "lxml": version("lxml")}
