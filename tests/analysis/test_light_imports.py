"""The first page must not wait for the fitting libraries: seconds of import, a hundred megabytes."""

import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = {"statsmodels", "scipy.stats", "scipy.optimize", "ruptures"}


MODULES = ["windows", "cumulative", "growth", "shares", "rates", "trend", "breaks", "seasonal"]


@pytest.mark.parametrize("module", MODULES)
def test_what_the_first_request_imports_stays_light(module):
    check = f"import sys, analysis.{module}; print(*sys.modules)"
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True, cwd=root)
    assert not HEAVY & set(done.stdout.split())
