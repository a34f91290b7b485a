"""The one error the planner raises for a plan that cannot be."""


class PlanError(Exception):
    """A plan that cannot be, said as `file: stanza.field: what is wrong; the cure`.

    Holds every problem found, one line each, so that one run shows them all.
    """

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))
