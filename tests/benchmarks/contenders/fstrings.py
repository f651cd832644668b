"""f-strings with markupsafe's escape: about what Python can do at best without components."""

from importlib.metadata import version
from typing import Any

from markupsafe import escape


def visitor(number: int, name: str, city: str, amount: str, late: bool) -> str:
    return (
        f'<tr data-id="{escape(number)}"{" class=late" if late else ""}>'
        f"<td>{escape(number)}</td><td>{escape(name)}</td><td>{escape(city)}</td>"
        f'<td class="amount">{escape(amount)}</td></tr>'
    )


def render(rows: list[Any]) -> str:
    return (
        '<table class="visitors"><thead><tr><th>No.</th><th>Name</th><th>City</th><th>Amount</th>'
        f"</tr></thead><tbody>{''.join([visitor(*row) for row in rows])}</tbody></table>"
    )


def versions() -> dict[str, str]:
    return {"markupsafe": version("markupsafe")}
