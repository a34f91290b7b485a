"""Results as a table and as a picture."""

from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

from customer_data.bench.suite import Result

DEAREST = 15
"""Models listed for a step."""

COLORS = {"floor": "#7a8b99", "dbt ls": "#b8c4ce"}
COLOR = "#2f6f9f"


def table(machine: dict[str, Any], results: Sequence[Result], before: Sequence[Result]) -> str:
    """The results in Markdown, beside those kept before where they are of the same size."""
    lines = [
        "# Benchmark",
        "",
        "Written by `customer-data bench run --keep`; what it means stands in "
        "[docs/performance.md](../docs/performance.md).",
        "",
        f"{machine['cores']} cores, {machine['memory_gib']} GiB, {machine['architecture']}; "
        f"Python {machine['python']}, dbt {machine['dbt']}, DuckDB {machine['duckdb']}; "
        f"{machine['measured_on']}.",
        "",
        "![CPU seconds by step](results.svg)",
    ]
    for result in results:
        lines += ["", *_section(result, _same_size(result, before))]
    return "\n".join(lines) + "\n"


def picture(results: Sequence[Result]) -> str:
    """CPU seconds of the steps as bars, an SVG; each size has its own scale."""
    width, bar, left = 760, 22, 190
    parts, y = [], 10
    for result in results:
        steps = {step: cost["cpu_seconds"] for step, cost in result["steps"].items()}
        most = max(steps.values())
        y += 18
        parts.append(f'<text x="10" y="{y}" font-weight="bold">{result["rows"]:,} rows</text>')
        y += 8
        for step, seconds in steps.items():
            length = (width - left - 120) * seconds / most
            parts.append(
                f'<text x="{left - 8}" y="{y + 15}" text-anchor="end">{escape(step)}</text>'
                f'<rect x="{left}" y="{y + 3}" width="{length:.1f}" height="{bar - 6}" '
                f'fill="{COLORS.get(step, COLOR)}"/>'
                f'<text x="{left + length + 6:.1f}" y="{y + 15}">{seconds:,.1f} CPU s</text>'
            )
            y += bar
        y += 12
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{y}" '
        f'viewBox="0 0 {width} {y}" font-family="sans-serif" font-size="13">'
        f'<rect width="{width}" height="{y}" fill="white"/>{"".join(parts)}</svg>\n'
    )


def _section(result: Result, before: Result | None) -> list[str]:
    steps = result["steps"]
    full, start = steps["full"]["cpu_seconds"], steps["dbt ls"]["cpu_seconds"]
    limit = f", memory limit {result['memory_limit']}" if result["memory_limit"] else ""
    lines = [
        f"## {result['rows']:,} rows{limit}",
        "",
        f"Raw {result['megabytes']['raw']:,} MB, built {result['megabytes']['built']:,} MB. "
        f"All {result['equal']} marts are those of a full build after the last step. "
        f"Load average before: {result['load_average']}.",
        "",
        "| step | CPU s | wall s | peak MB | x full | x `dbt ls` | x last kept |",
        "|---|---|---|---|---|---|---|",
    ]
    for step, cost in steps.items():
        cpu = cost["cpu_seconds"]
        last = before["steps"].get(step) if before else None
        ratio = f"{cpu / last['cpu_seconds']:.2f}" if last else ""
        lines.append(
            f"| {step} | {cpu:.1f} | {cost['wall_seconds']:.1f} | {cost['peak_megabytes']:,.0f} "
            f"| {cpu / full:.2f} | {cpu / start:.2f} | {ratio} |"
        )
    share = result["main_tables_share"]
    floor = steps["floor"]["cpu_seconds"]
    lines += [
        "",
        f"Above `dbt ls`, all models take {(full - start) / floor:.1f} times the floor; "
        f"those that the floor's own tables need, {share:.0%} of the time, "
        f"{(full - start) * share / floor:.1f} times.",
    ]
    for step, seconds in result["models"].items():
        dearest = list(seconds.items())[:DEAREST]
        lines += [
            "",
            f"Dearest models, {step}, seconds on the clock: "
            + ", ".join(f"{name} {taken:.1f}" for name, taken in dearest)
            + ".",
        ]
    return lines


def _same_size(result: Result, before: Sequence[Result]) -> Result | None:
    return next((other for other in before if other["rows"] == result["rows"]), None)
