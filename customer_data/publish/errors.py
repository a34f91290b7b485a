"""The one error of `publish`."""


class PublishError(Exception):
    """Why nothing was published, in one line with its place and its cure."""
