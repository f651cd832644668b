"""Notebooks as files, and the command as a person runs it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

COMMAND = (sys.executable, "-c", "from reactor_nb.cli import main; main()")

COUNTER = (
    "from reactor_nb import page, use_state\nfrom reactor_nb.html import button, h1, main, p",
    """@page("/")
def Counter():
    count, set_count = use_state(0)

    def add(event):
        set_count(count + 1)

    return main(h1("Counter"), p(f"Count: {count}"), button("+", on_click=add))
""",
)


def write_notebook(path: Path, *cells: str) -> Path:
    data = {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": {},
        "cells": [
            {
                "cell_type": "code",
                "id": f"cell-{number}",
                "metadata": {},
                "outputs": [],
                "execution_count": None,
                "source": source.splitlines(keepends=True),
            }
            for number, source in enumerate(cells)
        ],
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(data))
    return path


def run(*arguments: object, **options: object) -> subprocess.CompletedProcess[str]:
    command = [*COMMAND, *map(str, arguments)]
    return subprocess.run(  # type: ignore[call-overload, no-any-return]
        command, capture_output=True, text=True, check=False, timeout=120, **options
    )


@pytest.fixture
def counter(tmp_path: Path) -> Path:
    return write_notebook(tmp_path / "notebooks/counter.ipynb", *COUNTER)
