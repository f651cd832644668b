"""Jinja2 with autoescape, the template compiled beforehand."""

from importlib.metadata import version
from typing import Any

from jinja2 import Environment

TEMPLATE = Environment(autoescape=True).from_string(
    '<table class="visitors"><thead><tr><th>No.</th><th>Name</th><th>City</th><th>Amount</th></tr>'
    "</thead><tbody>{% for number, name, city, amount, late in rows %}"
    '<tr data-id="{{ number }}"{% if late %} class="late"{% endif %}>'
    '<td>{{ number }}</td><td>{{ name }}</td><td>{{ city }}</td><td class="amount">{{ amount }}'
    "</td></tr>{% endfor %}</tbody></table>"
)


def render(rows: list[Any]) -> str:
    return TEMPLATE.render(rows=rows)


def versions() -> dict[str, str]:
    return {"jinja2": version("jinja2"), "markupsafe": version("markupsafe")}
