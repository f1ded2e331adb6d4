"""``make audit`` fails on a weakness that is known, and only says it where nobody can be asked."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.house.project import ROOT

_LIST = '[\n  {"purl": "pkg:pypi/aiohttp@3.13.2"},\n  {"purl": "pkg:pypi/attrs@25.4.0"}\n]'
# What uv 0.13.9 says, and how it ends.
_FINE = (0, "Found no known vulnerabilities and no adverse project statuses in 76 packages")
_WEAK = (1, "aiohttp 3.13.2 has 1 known vulnerability:")
_ALONE = (
    2,
    "error: Request failed after 3 retries\n"
    "  cause: error sending request for url (https://api.osv.dev/v1/querybatch)",
)
_STALE = (2, "error: The lockfile at `uv.lock` needs to be updated, but `--locked` was provided.")


def _uv(folder: Path, ends: int, says: str) -> Path:
    """Put a uv there that writes a list of parts, and ends an audit as it is told."""
    uv = folder / "uv"
    uv.write_text(
        "#!/usr/bin/env bash\n"
        f"if [ $1 = export ]; then cat > \"${{@: -1}}\" <<'EOF'\n{_LIST}\nEOF\nexit; fi\n"
        f"cat >&2 <<'EOF'\n{says}\nEOF\nexit {ends}\n",
        encoding="utf-8",
    )
    uv.chmod(0o755)
    return uv


@pytest.mark.parametrize(
    ("uv_does", "ends", "said"),
    [
        (_FINE, 0, "no known vulnerabilities"),
        (_WEAK, 1, "aiohttp 3.13.2 has 1"),
        (_ALONE, 0, "NOT AUDITED"),
        (_STALE, 2, "needs to be updated"),
    ],
)
def test_an_audit_ends_as_uv_says(uv_does: tuple[int, str], ends: int, said: str, tmp_path: Path):
    told = subprocess.run(
        [ROOT / ".ci/audit", _uv(tmp_path, *uv_does)],
        env={**os.environ, "PARTS": str(tmp_path / "parts")},
        capture_output=True,
        text=True,
    )
    assert told.returncode == ends
    assert said in told.stdout + told.stderr
    assert "parts: 2 parts" in told.stdout
