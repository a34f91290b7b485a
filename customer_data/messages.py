"""What errors say, for people."""


def first_line(error: Exception) -> str:
    """The first line of an error's text, which is the one that says what happened."""
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__
