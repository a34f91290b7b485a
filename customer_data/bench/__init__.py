"""How long the models take, and how much memory, on raw data of any size.

command: the suite; generating: raw data; measuring: a child process; report: table and picture.
"""
