"""The small text files of an export: its entry point, its manifest, how to run and to ship it."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from reactor_nb._version import __version__
from reactor_nb.export.bundle import Build
from reactor_nb.export.environment import variables_read
from reactor_nb.export.files import Content, stamp
from reactor_nb.export.previous import MADE_BY, MANIFEST, digest
from reactor_nb.model.app import AppModel

FORMAT = 1

APP = '''"""The app, for any ASGI server: run ``uvicorn app:app`` in this folder."""

from pathlib import Path

from reactor_nb.server import create_app, read_export

app = create_app(*read_export(Path(__file__).resolve().parent))
'''

_SEVERAL = '''"""The app, for any ASGI server: run ``uvicorn app:app`` in this folder."""

from pathlib import Path

from reactor_nb.server import create_apps, read_exports

app = create_apps(read_exports(Path(__file__).resolve().parent))
'''

DOCKERIGNORE = """\
# What holds secrets, or belongs to one machine, is no part of an image.
.env
.git
*.data
__pycache__
"""

_ENV = """\
# Copy this to .env and fill it in; .env is never exported and no part of the image.
"""

_OURS = """
# How the app is served; each may be left out.
# The folder that the app may write to:
#REACTOR_NB_DATA=
# The names it answers to, such as example.org:
#REACTOR_NB_HOSTS=
# Other origins whose pages may call its actions:
#REACTOR_NB_ORIGINS=
# More that its pages may load, such as img-src https://img.example.org:
#REACTOR_NB_POLICY=
# The seconds that an action or a loader may take:
#REACTOR_NB_TIME_LIMIT=
# How many processes uvicorn starts:
#WEB_CONCURRENCY=
"""

_DOCKERFILE = """\
FROM python:{python}-slim
WORKDIR /app
COPY requirements.txt constraints.txt ./
RUN pip install --no-cache-dir -r requirements.txt -c constraints.txt
COPY . .
ENV REACTOR_NB_DATA=/data
RUN mkdir /data && chown 10001 /data
VOLUME /data
USER 10001
EXPOSE 8000
CMD ["uvicorn", "app:app", "--host", "0.0.0.0", "--port", "8000"]
"""

_README = """\
# {title}

An app made from {origin} by reactor_nb {version}.
Python renders its pages on the server and takes them over in the browser.

## Run it

```sh
pip install -r requirements.txt -c constraints.txt
uvicorn app:app
```

It listens on http://127.0.0.1:8000 then.
What the app stores goes to the folder that the variable `REACTOR_NB_DATA` names,
by default a folder beside this one with `.data` at the end of its name.
Behind a proxy that serves it under a prefix, give uvicorn `--root-path /prefix`.

## Run it for many

```sh
uvicorn app:app --host 0.0.0.0 --workers 4
gunicorn app:app --worker-class uvicorn_worker.UvicornWorker --workers 4
```

Either will do; for the second, `pip install gunicorn uvicorn-worker`.
Each process runs the notebook's cells once, when it starts.

## Settings

{variables}
Copy `.env.example` to `.env` and fill it in.
Docker reads it as shown below; uvicorn does with `--env-file .env` and `pip install python-dotenv`.

## Ship it

```sh
docker build -t {name} .
docker run -p 8000:8000 --env-file .env -v {name}-data:/data {name}
```

## Pages

{pages}

## Files

- `app.py` is the ASGI app, `manifest.json` says what is in this folder.
- `generated/` has the notebook's code for either side.
- `requirements.txt` names what the app needs, `constraints.txt` the version of each package below.
- `static/` is what browsers load; its file names change with their content.

The next export replaces these files; it keeps files of your own in this folder.
"""


def entry_point(notebooks: int) -> str:
    """Return the module that servers load."""
    return APP if notebooks == 1 else _SEVERAL


def readme(models: Sequence[AppModel]) -> str:
    """Return the text that tells how to run the exported app."""
    pages = "\n".join(f"- {_code(route.path)}" for model in models for route in model.routes)
    variables = _variables(models)
    said = "The app reads no variable of the environment of its own."
    if variables:
        said = f"The app reads {', '.join(map(_code, variables))}."
    return _README.format(
        title=_plain(models[0].title),
        version=__version__,
        name=_image(models[0].name),
        origin="a notebook" if len(models) == 1 else f"{len(models)} notebooks",
        pages=pages,
        variables=said,
    )


def env_example(models: Sequence[AppModel]) -> str:
    """Return the variables that the server's code reads, by name and without values."""
    own = "".join(f"{name}=\n" for name in _variables(models))
    return f"{_ENV}{own}{_OURS}"


def _variables(models: Sequence[AppModel]) -> list[str]:
    sources = [source.text for model in models for source in model.sources("server")]
    found = {name for source in sources for name in variables_read(source)}
    # A name with a line break would be a line of the author's in a file of ours.
    return sorted(name for name in found if name.isidentifier())


def dockerfile() -> str:
    """Return a Dockerfile for the Python that the export was made with."""
    return _DOCKERFILE.format(python=f"{sys.version_info.major}.{sys.version_info.minor}")


def described(model: AppModel, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the manifest says of one notebook.

    Args:
        facts: what else is to be told, by its name.
    """
    data = model.to_json()
    del data["server_source"], data["client_source"]
    for module in data["modules"]:
        # The code is in files; what stands here says which of them there are.
        for key in ("server_source", "client_source"):
            module[key] = None if module[key] is None else ""
    return {**data, **facts}


def manifest(
    notebooks: Sequence[Mapping[str, Any]],
    build: Build,
    packages: Mapping[str, str],
    files: Mapping[str, Content],
) -> str:
    """Return the manifest: what the app is, and every file of the export but this one.

    Args:
        notebooks: what it says of each.
        packages: those that the server needs, with their versions.
    """
    whole = notebooks[0] if len(notebooks) == 1 else {"notebooks": list(notebooks)}
    return _manifest({**whole, "server_packages": dict(packages)}, build, files)


def site_manifest(pages: Iterable[str], build: Build, files: Mapping[str, Content]) -> str:
    """Return the manifest of a static site: anybody can read it, so it says nothing of the code."""
    return _manifest({"static": True, "pages": list(pages)}, build, files)


def _manifest(facts: Mapping[str, Any], build: Build, files: Mapping[str, Content]) -> str:
    stamps = {path: stamp(files[path]) for path in sorted(files) if path != MANIFEST}
    data = {
        **facts,
        "format": FORMAT,
        "made_by": MADE_BY,
        "versions": {
            "reactor_nb": __version__,
            "pyodide": build.pyodide,
            "python": build.python,
        },
        "files": {path: {"size": one.size, "sha256": one.sha256} for path, one in stamps.items()},
    }
    # Through JSON and back, so that the digest is that of what a reader will see.
    data = json.loads(json.dumps(data))
    return json.dumps({**data, "digest": digest(data)}, indent=1, sort_keys=True) + "\n"


def _image(name: str) -> str:
    """Return a name that Docker takes."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "app"


def _plain(text: str) -> str:
    """Return text that is one line and starts no markup."""
    line = " ".join(text.split()).replace("\\", "\\\\")
    for mark in "`*_[]<>#{}|":
        line = line.replace(mark, f"\\{mark}")
    return line


def _code(text: str) -> str:
    """Return text as code, in which nothing is markup but as many backticks as stand around it."""
    line = " ".join(text.split())
    longest = max(map(len, re.findall("`+", line)), default=0)
    around = "`" * (longest + 1)
    space = " " if longest else ""
    return f"{around}{space}{line}{space}{around}"
