"""Answers queries of metrics with MetricFlow, many in one process: starting it takes seconds.

Reads a JSON list of {"metrics": [...], "group_by": [...]} from standard input; answers with a JSON
list of lists of rows, each an object by column. The folder it runs in is the dbt project.
"""

import json
import sys

from dbt_metricflow.cli.cli_configuration import CLIConfiguration
from metricflow.engine.metricflow_engine import MetricFlowQueryRequest


def answer(configuration: CLIConfiguration, query: dict[str, list[str]]) -> list[dict]:
    """The rows of one query."""
    request = MetricFlowQueryRequest.create(
        metric_names=query["metrics"], group_by_names=query["group_by"]
    )
    table = configuration.mf.query(mf_request=request).result_df
    assert table is not None
    return [dict(zip(table.column_names, row, strict=True)) for row in table.rows]


if __name__ == "__main__":
    configuration = CLIConfiguration()
    configuration.setup(configure_file_logging=False)
    answers = [answer(configuration, query) for query in json.load(sys.stdin)]
    json.dump(answers, sys.stdout, default=str)
