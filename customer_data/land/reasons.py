"""Why a line makes no row, and what to do about it."""

CURES = {
    "cut_short": "the gzip file ends or breaks here; fetch it again and land it again",
    "duplicate_key": "an object names a key twice; have the sender name it once",
    "lone_surrogate": "half a character, as \\ud83d alone; have the sender cut texts elsewhere",
    "not_an_object": "each line is one JSON object; split an array with `jq -c '.[]'`",
    "not_csv": "quote cells that hold quotes or line breaks, and double the quotes inside",
    "not_json": "each line is one whole JSON object; `jq -c .` writes a file that way",
    "not_utf8": "the text is not UTF-8; convert it, as with `iconv -t UTF-8`",
    "nul_character": "no warehouse holds the character U+0000; have the sender leave it out",
    "number_not_finite": "JSON knows no NaN and no Infinity; have the sender write null",
    "too_deep": "objects and lists 128 deep or more; have the sender flatten them",
    "unclosed_quote": "a quote opens and never closes; close it, or double a quote that is text",
    "wrong_number_of_cells": "another number of cells than the header; quote cells with commas",
}
