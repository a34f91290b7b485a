"""What stops a benchmark."""


class BenchError(Exception):
    """A step failed, or an option asks for what cannot be; the text says which and what to do."""
