"""Notebooks as files, and the command as a person runs it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
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


ADDRESS = re.compile(r"http://[\w.:]+/?")


@contextmanager
def started(
    *arguments: object, port: object = 0, **options: object
) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Start a server, wait for its address, and stop it as Ctrl+C does."""
    process: subprocess.Popen[str] = subprocess.Popen(  # type: ignore[call-overload]
        [*COMMAND, *map(str, arguments), "--port", str(port)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        **options,
    )
    assert process.stdout is not None
    seen = []
    try:
        for line in process.stdout:
            seen.append(line)
            if found := ADDRESS.search(line):
                yield found[0], process
                break
        else:
            pytest.fail("".join(seen))
    finally:
        process.terminate()
        process.wait(20)
        process.stdout.close()


def get(url: str) -> str:
    with urllib.request.urlopen(url, timeout=10) as answer:
        text: str = answer.read().decode()
        return text


@pytest.fixture
def counter(tmp_path: Path) -> Path:
    return write_notebook(tmp_path / "notebooks/counter.ipynb", *COUNTER)
