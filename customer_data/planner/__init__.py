"""Turns the stanzas under `plan/` into checked-in SQL, YAML and seeds."""
