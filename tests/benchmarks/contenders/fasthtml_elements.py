"""FastHTML: elements as Python objects, each call checked and mapped for htmx."""

from importlib.metadata import version
from typing import Any

from fasthtml.components import Table, Tbody, Td, Th, Thead, Tr, to_xml


def visitor(number: int, name: str, city: str, amount: str, late: bool) -> Any:
    return Tr(
        Td(number),
        Td(name),
        Td(city),
        Td(amount, cls="amount"),
        data_id=number,
        cls="late" if late else None,
    )


def render(rows: list[Any]) -> str:
    html: str = to_xml(
        Table(
            Thead(Tr(Th("No."), Th("Name"), Th("City"), Th("Amount"))),
            Tbody(*[visitor(*row) for row in rows]),
            cls="visitors",
        ),
        indent=False,
    )
    return html


def versions() -> dict[str, str]:
    return {name: version(name) for name in ("python-fasthtml", "fastcore")}
