"""Each seeded defect makes at least one test fail; without any, none does."""

import pytest
from mutation import KINDS, Mutant, Workshop, examine, read_mutants

MUTANTS = read_mutants()
ON_PUSH = ["unit tests", "random worlds", "arrivals", "partial runs"]


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    return Workshop(tmp_path_factory.mktemp("workshop"))


@pytest.mark.parametrize("mutant", MUTANTS, ids=[it.name for it in MUTANTS])
def test_a_defect_is_noticed(mutant: Mutant, workshop: Workshop) -> None:
    """By the cheapest kind of test that does."""
    assert examine(workshop, mutant, ON_PUSH, until_noticed=True)


def test_the_project_as_it_is_passes(workshop: Workshop) -> None:
    assert examine(workshop, None, ON_PUSH, until_noticed=False) == []
    assert len(MUTANTS) >= 12 and set(ON_PUSH) < set(KINDS)
