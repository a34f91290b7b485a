"""The demo data: made by a script, always the same."""

import subprocess
import sys
from pathlib import Path

from support import PROJECT

DEMO = PROJECT / "seeds" / "demo"


def test_the_script_still_makes_the_same_bytes(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, DEMO / "make_demo_data.py", "--out", tmp_path],
        check=True,
        capture_output=True,
    )
    made = {path.name: path.read_bytes() for path in tmp_path.glob("*.csv")}
    kept = {path.name: path.read_bytes() for path in DEMO.glob("*.csv")}
    assert len(made) == 5
    assert made == kept
