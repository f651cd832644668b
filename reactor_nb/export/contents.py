"""The small text files of an export: its entry point, its manifest, how to run and to ship it."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping
from typing import Any

from reactor_nb._version import __version__
from reactor_nb.export.bundle import Build
from reactor_nb.export.files import Content, stamp
from reactor_nb.export.previous import MADE_BY, MANIFEST, digest
from reactor_nb.model.app import AppModel

FORMAT = 1

APP = '''"""The app, for any ASGI server: run ``uvicorn app:app`` in this folder."""

from pathlib import Path

from reactor_nb.server import create_app, read_export

app = create_app(*read_export(Path(__file__).resolve().parent))
'''

_DOCKERFILE = """\
FROM python:{python}-slim
WORKDIR /app
COPY requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt
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

An app made from a notebook by reactor_nb {version}.
Python renders its pages on the server and takes them over in the browser.

## Run it

```sh
pip install -r requirements.txt
uvicorn app:app
```

It listens on http://127.0.0.1:8000 then.
What the app stores goes to the folder that the variable `REACTOR_NB_DATA` names,
by default a folder beside this one with `.data` at the end of its name.
Behind a proxy that serves it under a prefix, give uvicorn `--root-path /prefix`.

## Ship it

```sh
docker build -t {name} .
docker run -p 8000:8000 -v {name}-data:/data {name}
```

## Pages

{pages}

## Files

- `app.py` is the ASGI app, `manifest.json` says what is in this folder.
- `generated/server.py` and `generated/client.py` are the notebook's code for either side.
- `static/` is what browsers load; its file names change with their content.

The next export replaces these files; it keeps files of your own in this folder.
"""


def readme(model: AppModel) -> str:
    """Return the text that tells how to run the exported app."""
    pages = "\n".join(f"- `{_plain(route.path)}`" for route in model.routes)
    return _README.format(
        title=_plain(model.title), version=__version__, name=_image(model.name), pages=pages
    )


def dockerfile() -> str:
    """Return a Dockerfile for the Python that the export was made with."""
    return _DOCKERFILE.format(python=f"{sys.version_info.major}.{sys.version_info.minor}")


def manifest(
    model: AppModel, build: Build, facts: Mapping[str, Any], files: Mapping[str, Content]
) -> str:
    """Return the manifest: what the app is, and every file of the export but this one.

    Args:
        facts: what else is to be told, by its name.
    """
    described = model.to_json()
    del described["server_source"], described["client_source"]
    for module in described["modules"]:
        # The code is in files; what stands here says which of them there are.
        for key in ("server_source", "client_source"):
            module[key] = None if module[key] is None else ""
    stamps = {path: stamp(files[path]) for path in sorted(files) if path != MANIFEST}
    data = {
        **described,
        "format": FORMAT,
        "made_by": MADE_BY,
        "versions": {
            "reactor_nb": __version__,
            "pyodide": build.pyodide,
            "python": build.python,
        },
        **facts,
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
