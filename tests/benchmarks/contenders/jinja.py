"""Jinja2 with autoescape, the template compiled beforehand."""

from importlib.metadata import version
from typing import Any

from jinja2 import Environment

from tests.benchmarks.contenders.jinja_source import SOURCE

TEMPLATE = Environment(autoescape=True).from_string(SOURCE)


def render(rows: list[Any]) -> str:
    return TEMPLATE.render(rows=rows)


def versions() -> dict[str, str]:
    return {"jinja2": version("jinja2"), "markupsafe": version("markupsafe")}
