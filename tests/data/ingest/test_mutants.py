"""A damaged file is read or refused with a code, whatever the damage; tests/benchmarks/mutants.py tries 10,000."""

import pytest

from data.ingest import grid
from data.ingest.limits import Limits
from data.ingest.problems import Refused, codes
from tests.data.ingest.mutating import mutant, originals

LIMITS = Limits(cpu_seconds=5, wall_seconds=20)


@pytest.mark.parametrize("name", originals())
def test_the_originals_are_good(name, tmp_path):
    (tmp_path / name).write_bytes(originals()[name])
    assert len(grid.read(tmp_path / name).sheets[0].cells) >= 2


@pytest.mark.parametrize("block", range(0, 150, 15))
def test_mutants_are_read_or_refused_with_a_code(block, tmp_path):
    for number in range(block, block + 15):
        damage, name, content = mutant(number)
        (tmp_path / name).write_bytes(content)
        assert end(tmp_path / name) in {"read", *codes()}, (number, damage)


def end(path) -> str:
    """'read', or the code of the refusal, whose sentences must be whole; anything else is raised."""
    try:
        return "read" if grid.read(path, LIMITS).sheets else "nothing"
    except Refused as refused:
        spoken = [found.sentence(lang) for found in refused.problems for lang in ("ko", "en")]
        return refused.code if all(spoken) else "silent"
