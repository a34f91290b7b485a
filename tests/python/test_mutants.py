"""Each seeded defect makes at least one test fail; without any, none does."""

import pytest
from mutation import KINDS, Mutant, examine, read_mutants

MUTANTS = read_mutants()


@pytest.mark.parametrize("mutant", MUTANTS, ids=[it.name for it in MUTANTS])
def test_a_defect_is_noticed(mutant: Mutant) -> None:
    """The cheapest kinds first: random worlds, then unit tests, then runs that leave models out."""
    assert examine(mutant, ["random worlds", "unit tests", "partial runs"], until_noticed=True)


def test_the_project_as_it_is_passes() -> None:
    assert examine(None, ["random worlds", "partial runs"], until_noticed=False) == []
    assert len(MUTANTS) >= 12 and len(KINDS) == 4
