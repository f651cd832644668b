"""Every example shows what is stored in it, in both kernels: E10, as its reader would test it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.paths import REPOSITORY


@pytest.mark.parametrize("kernel", ["python3", "pyodide-node"])
def test_every_example_passes_nbval_in(kernel: str, tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "PYTHONPATH": str(REPOSITORY),
        "JUPYTER_PATH": str(REPOSITORY),  # its folder `kernels` holds ours
        "JUPYTER_RUNTIME_DIR": str(tmp_path / "runtime"),
        "JUPYTER_CONFIG_DIR": str(tmp_path / "config"),
        "IPYTHONDIR": str(tmp_path / "ipython"),
        "REACTOR_NB_DATA": str(tmp_path / "data"),
    }
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--nbval"]

    done = subprocess.run(
        [*command, f"--nbval-kernel-name={kernel}", "examples"],
        cwd=REPOSITORY,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=500,
    )

    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    assert " passed" in done.stdout
