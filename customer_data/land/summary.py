"""What `land` tells about a file."""

from collections.abc import Iterator

from customer_data.land.landing import Outcome
from customer_data.land.reasons import CURES


def summary(outcome: Outcome, schema: str) -> Iterator[str]:
    """Lines that say what became of a file."""
    landed = outcome.landed
    if outcome.problem:
        yield outcome.problem
        return
    if landed is None:
        name, load_id = outcome.before
        known_as = "" if name == outcome.path.name else f" as {name}"
        yield f"{outcome.path.name}: has landed before{known_as}, skipped (load {load_id})"
        return
    yield (
        f"{landed.file_name}: {_counted(landed.number_of_lines, 'line')} = "
        f"{_counted(landed.number_of_rows, 'row')} + "
        f"{_counted(landed.number_of_rejects, 'reject')} + "
        f"{landed.number_of_blank_lines:,} blank (load {landed.load_id})"
    )
    for reason, (number, first) in sorted(outcome.reasons.items()):
        yield f"  {reason}: {number:,}, the first in line {first:,}: {CURES[reason]}"
    if outcome.reasons:
        yield (
            f"  kept in {schema}.landed_rejects where load_id = '{landed.load_id}' "
            f"and table_name = '{landed.table_name}'"
        )


def totals(outcomes: list[Outcome]) -> str:
    """One line about all files."""
    landed = sum(outcome.landed is not None and not outcome.problem for outcome in outcomes)
    problems = sum(bool(outcome.problem) for outcome in outcomes)
    return (
        f"land: {_counted(len(outcomes), 'file')} = {landed} landed + "
        f"{len(outcomes) - landed - problems} landed before + {problems} not landed"
    )


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"
