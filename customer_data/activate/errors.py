"""The one error of `activate`."""


class ActivateError(Exception):
    """Why not every row was sent, in one line with its place and its cure."""
