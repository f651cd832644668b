"""The versions that are asked for: in pyproject.toml and package.json, of Pyodide and wybthon."""

import json
import tomllib
from pathlib import Path

from tests.benchmarks.report import ROOT

HERE = Path(__file__).parent
WHEEL = HERE / "rows" / "wybthon.txt"
# In the lists of the benchmarks themselves, and by the names that `pip` knows.
GROUPS = ("dev", "peers")


def pinned() -> dict[str, str]:
    """Return every version that is asked for, by name."""
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text())["dependency-groups"]
    python = [one for group in GROUPS for one in groups[group]]
    wheel = WHEEL.read_text().split()[0]
    node = json.loads((HERE / "package.json").read_text())["dependencies"]
    pyodide = json.loads((ROOT / "kernels" / "pyodide" / "pins.json").read_text())["pyodide"]
    pairs = (one.split("==") for one in (*python, wheel))
    return {**dict(pairs), **node, "pyodide": pyodide}


def check_versions(found: dict[str, str]) -> None:
    """Stop if something has another version than the one that is asked for."""
    pins = pinned()
    other = {name: have for name, have in found.items() if pins.get(name, have) != have}
    if other:
        wanted = {name: pins[name] for name in other}
        raise SystemExit(f"the benchmark found {other}, and is pinned to {wanted}")
