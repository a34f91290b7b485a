"""`customer-data land`: files of rows into the raw tables of the in-house source.

`landing` lands one file after the other; `contents` and `lines` read bytes, `json_lines`,
`csv_rows` and `parquet_rows` make rows of them, `duckdb_warehouse` alone knows the database.
"""
