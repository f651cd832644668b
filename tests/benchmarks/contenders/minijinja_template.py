"""MiniJinja, the template engine in Rust, with the template of Jinja2 beside it."""

from importlib.metadata import version
from typing import Any

from minijinja import Environment

from tests.benchmarks.contenders.jinja_source import SOURCE

ENVIRONMENT = Environment(templates={"table.html": SOURCE})


def render(rows: list[Any]) -> str:
    return ENVIRONMENT.render_template("table.html", rows=rows)


def versions() -> dict[str, str]:
    return {"minijinja": version("minijinja")}
