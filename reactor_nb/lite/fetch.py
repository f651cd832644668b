"""Where wheels come from: a folder that somebody names, what was fetched before, or pip."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from reactor_nb.export.bundle import Build
from reactor_nb.lite.errors import LiteError
from reactor_nb.lite.pins import Pin
from reactor_nb.nodekernel.cache import cache_folder

Tell = Callable[[str], None]


def fetch(wanted: Iterable[Pin], build: Build, folders: Sequence[Path], tell: Tell) -> list[Path]:
    """Return the wheels, as files whose content is the pinned one.

    Args:
        wanted: which.
        build: for which Pyodide.
        folders: where to look before the cache.
        tell: hears that something is fetched.

    Raises:
        LiteError: some are nowhere; all of them are named.
    """
    kept = cache_folder() / "wheels"
    pins = tuple(wanted)
    places = [*folders, kept]
    missing = [pin for pin in pins if _find(pin, places) is None]
    if missing:
        tell(f"fetching {len(missing)} wheels with pip, into {kept}")
        _download(missing, build, kept)
    found = [_find(pin, places) for pin in pins]
    return [path for path in found if path is not None]


def _find(pin: Pin, folders: Iterable[Path]) -> Path | None:
    for folder in folders:
        path = folder / pin.file
        if path.is_file() and _hash(path) == pin.sha256:
            return path
    return None


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def platform_options(build: Build) -> list[str]:
    """Return what makes pip look for wheels that Pyodide can load."""
    major, minor, *_ = build.python.split(".")
    abi = build.lock_info()["abi_version"]
    options = ["--only-binary=:all:", "--implementation", "cp", "--abi", f"cp{major}{minor}"]
    options += ["--python-version", f"{major}.{minor}"]
    return [*options, "--platform", f"pyemscripten_{abi}_wasm32"]


def _download(missing: Sequence[Pin], build: Build, kept: Path) -> None:
    kept.mkdir(parents=True, exist_ok=True)
    lines = [f"{pin.name}=={pin.version} --hash=sha256:{pin.sha256}" for pin in missing]
    with tempfile.TemporaryDirectory(dir=kept) as folder:
        listed = Path(folder, "wheels.txt")
        listed.write_text("\n".join(lines), encoding="utf-8")
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
        command += ["--require-hashes", "--dest", folder, *platform_options(build)]
        done = subprocess.run(
            [*command, "--requirement", str(listed)],
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
        )
        for path in Path(folder).glob("*.whl"):
            shutil.move(path, kept / path.name)
    absent = [pin for pin in missing if _find(pin, [kept]) is None]
    if absent:
        raise LiteError(_explain(absent, done.stderr, kept))


def _explain(absent: Sequence[Pin], said: str, kept: Path) -> str:
    names = ", ".join(map(str, absent))
    errors = [line for line in said.splitlines() if line.startswith("ERROR")] or said.splitlines()
    reason = f" pip says: {errors[-1].strip()}." if errors else ""
    return (
        f"these wheels are missing: {names}.{reason} Build once with a network, or put the wheels "
        f"into {kept} or into a folder that --wheels names"
    )
