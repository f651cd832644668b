"""Trees that are nested too deeply, in the interpreter that a page has."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from tests.core import deep
from tests.core.deep import lives

BOOT = Path(__file__).with_name("boot.mjs")
DEPTHS = [1, 100, 133, 199, 200, 400, 50_000]


def test_v25_fifty_thousand_levels_are_no_crash_in_pyodide() -> None:
    source = Path(deep.__file__).read_text("utf-8")
    script = f"{source}\nimport json\njson.dumps(lives({DEPTHS}))"

    done = subprocess.run(["node", BOOT, script], capture_output=True, text=True, check=False)

    assert done.stderr == ""
    in_pyodide = json.loads(done.stdout.strip().splitlines()[-1])
    assert in_pyodide == json.loads(json.dumps(lives(DEPTHS)))
