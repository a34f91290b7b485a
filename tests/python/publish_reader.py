"""Reads a published file over and over; run by test_publish.py.

Prints each generation that it comes to see, with its marker. It opens the file for every reading,
or only once where its second argument is `once`: DuckDB gives all connections of a process the
file as it was first opened. It ends when its input does.
"""

import select
import sys
from pathlib import Path

import duckdb
from publish_worlds import generation_and_marker, read_generation_and_marker

published = Path(sys.argv[1])
stays_open = duckdb.connect(str(published), read_only=True) if sys.argv[2] == "once" else None
seen = None
while not select.select([sys.stdin], [], [], 0)[0]:
    if stays_open:
        found = read_generation_and_marker(stays_open)
    else:
        found = generation_and_marker(published)
    if found != seen:
        seen = found
        print(*seen, flush=True)
