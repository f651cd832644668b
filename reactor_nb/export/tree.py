"""Every file of an exported app."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from reactor_nb.errors import ExportError
from reactor_nb.export import contents
from reactor_nb.export.bundle import Build, Packages, make_bundle
from reactor_nb.export.files import Files
from reactor_nb.export.prepare import Prepared
from reactor_nb.export.previous import MANIFEST
from reactor_nb.export.requirements import (
    constraints_text,
    needed_packages,
    requirements_text,
)
from reactor_nb.export.verify import Verified, Verifier
from reactor_nb.export.words import words_apart
from reactor_nb.model.app import SIDES, AppModel


@dataclass(frozen=True, slots=True)
class Half:
    """What browsers get of one notebook, and what the manifest says of it."""

    app: Prepared
    model: AppModel
    files: Files
    facts: dict[str, Any]
    verified: Verified


def app_files(apps: Sequence[Prepared], build: Build) -> Files:
    """Return the files of the app that notebooks make together.

    Raises:
        ExportError: a notebook has errors, or something of the server would be in the browser.
    """
    halves = [browser_half(app, build) for app in apps]
    models = [half.model for half in halves]
    packages = needed_packages(models)
    files: Files = {}
    for half in halves:
        files.update(half.files)
        # One notebook needs no folder of its own.
        folder = f"generated/{half.model.name}" if len(halves) > 1 else "generated"
        for side in SIDES:
            for source in half.model.sources(side):
                name = f"{side}/{source.file}" if source.file else f"{side}.py"
                files[f"{folder}/{name}"] = source.text.encode()
    files["app.py"] = contents.entry_point(len(halves)).encode()
    files["requirements.txt"] = requirements_text(models).encode()
    files["constraints.txt"] = constraints_text(packages).encode()
    files["Dockerfile"] = contents.dockerfile().encode()
    files[".dockerignore"] = contents.DOCKERIGNORE.encode()
    files[".env.example"] = contents.env_example(models).encode()
    files["README.md"] = contents.readme(models).encode()
    described = [contents.described(half.model, half.facts) for half in halves]
    files[MANIFEST] = contents.manifest(described, build, packages, files).encode()
    return files


def browser_half(app: Prepared, build: Build) -> Half:
    """Return what browsers get of a notebook, looked through for what they must not get.

    Raises:
        ExportError: the notebook has errors, or something of the server would be in the browser.
    """
    model = app.model
    if model is None or app.errors:
        raise ExportError(f"{app.notebook.name} has errors; 'reactor-nb check' lists them")
    bundle = make_bundle(model, build, app.packages)
    files: Files = {f"static/{path}": content for path, content in bundle.files.items()}
    files.update(app.public)
    apart = words_apart(app.understood) if app.understood else None
    verified = Verifier(model, apart, app.allowed).verify(files, build.folder)
    facts = {
        "client": bundle.client,
        "crosses": app.crossing.to_json(),
        "verified": verified.to_json(),
        "browser_packages": _browser_packages(app.packages),
    }
    return Half(app, model, files, facts, verified)


def _browser_packages(packages: Packages) -> dict[str, dict[str, str]]:
    """Return the version and the hash of each package that the browser gets."""
    if "lock.json" not in packages.files:
        return {}
    entries = json.loads(packages.files["lock.json"])["packages"]
    return {
        name: {"version": entry["version"], "sha256": entry["sha256"]}
        for name, entry in entries.items()
    }
