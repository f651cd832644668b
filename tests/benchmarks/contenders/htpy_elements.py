"""htpy: elements as Python objects."""

from importlib.metadata import version
from typing import Any

from htpy import Element, table, tbody, td, th, thead, tr


def visitor(number: int, name: str, city: str, amount: str, late: bool) -> Element:
    return tr(data_id=number, class_="late" if late else None)[
        td[number], td[name], td[city], td(class_="amount")[amount]
    ]


def render(rows: list[Any]) -> str:
    return str(
        table(class_="visitors")[
            thead[tr[th["No."], th["Name"], th["City"], th["Amount"]]],
            tbody[[visitor(*row) for row in rows]],
        ]
    )


def versions() -> dict[str, str]:
    return {"htpy": version("htpy"), "markupsafe": version("markupsafe")}
