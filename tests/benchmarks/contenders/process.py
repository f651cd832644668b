"""Contenders as processes: started, told what to do, asked what it took."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from tests.benchmarks.pins import pinned
from tests.benchmarks.report import RESULTS, ROOT

HERE = Path(__file__).parent
PACKAGES = HERE.parent / "node_modules"


@dataclass(frozen=True)
class Contender:
    """Who takes part, and the command that starts its process."""

    name: str
    command: tuple[str, ...]
    # Where packages are that it alone needs.
    packages: Path | None = None


def python(module: str, *compiled: str, runner: str = "run") -> tuple[str, ...]:
    """Return the command for a module of contenders; some modules compiled to blocks."""
    return (sys.executable, "-m", f"tests.benchmarks.contenders.{runner}", module, *compiled)


def node(name: str, shape: str) -> tuple[str, ...]:
    return ("node", "--expose-gc", str(HERE / "run.mjs"), name, shape)


class Child:
    """A running contender."""

    def __init__(self, contender: Contender) -> None:
        environment = dict(os.environ)
        if contender.packages:
            environment["PYTHONPATH"] = str(contender.packages)
        self._name = contender.name
        self._process = subprocess.Popen(
            contender.command,
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __call__(self, do: str, **details: Any) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"do": do, **details}) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        if not answer:
            raise SystemExit(f"the process of {self._name} ended")
        return json.loads(answer)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *problem: object) -> None:
        self._process.communicate()


def install_packages() -> None:
    """Get the peers from npm, if they are not there yet."""
    if not (PACKAGES / "react-dom").exists():
        subprocess.run(["npm", "--prefix", str(HERE.parent), "ci", "--silent"], check=True)


def peers() -> Path:
    """Return the folder of the peers from PyPI that bring along what must not be beside us."""
    pins = pinned()
    return RESULTS / f"peers-{pins['python-fasthtml']}-{pins['fastcore']}"


def install_peers() -> None:
    """Get those peers, if they are not there yet."""
    folder = peers()
    if not folder.exists():
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        group = ["--group", f"{ROOT / 'pyproject.toml'}:peers"]
        part = folder.with_suffix(".part")
        subprocess.run([*pip, *group, "--target", str(part)], check=True, cwd=ROOT)
        part.rename(folder)
