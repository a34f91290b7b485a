"""The one error of `refresh`."""


class RefreshError(Exception):
    """Why nothing was built, in one line."""
