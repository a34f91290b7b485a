"""What `customer-data bench` does."""

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path

from customer_data.bench.generating import Scale
from customer_data.bench.report import picture, table
from customer_data.bench.suite import Say, machine, run_size

RESULTS = "results.json"


def bench(
    project: Path, scales: Sequence[Scale], memory_limit: str, kept: Path, keep: bool, say: Say
) -> str:
    """Measure each size and return the table; with `keep`, write it to the folder `kept`.

    Beside each figure stands its ratio to the one kept before. Raises BenchError.
    """
    before = _results_in(kept)
    results = []
    for scale in scales:
        with tempfile.TemporaryDirectory(prefix="bench_") as scratch:
            results.append(run_size(project.resolve(), Path(scratch), scale, memory_limit, say))
    text = table(machine(), results, before)
    if keep:
        kept.mkdir(exist_ok=True)
        sizes = {result["rows"] for result in results}
        # sizes that were not measured this time stay beside
        kept_results = [other for other in before if other["rows"] not in sizes] + results
        kept_results.sort(key=lambda result: result["rows"])
        (kept / RESULTS).write_text(
            json.dumps({"machine": machine(), "results": kept_results}, indent=1) + "\n"
        )
        (kept / "README.md").write_text(table(machine(), kept_results, before))
        (kept / "results.svg").write_text(picture(kept_results))
    return text


def _results_in(kept: Path) -> list[dict]:
    file = kept / RESULTS
    return json.loads(file.read_text())["results"] if file.exists() else []
