"""What can be wrong with a file, and with a line of it."""


class LandError(Exception):
    """A file, setting or table that cannot be used, said in one line with the cure."""


class RejectedError(Exception):
    """A line that makes no row; `reason` is a key of `reasons.CURES`."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)
