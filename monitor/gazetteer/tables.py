"""The files of the gazetteer as lists of lines and fields. Pure: package data only."""

from __future__ import annotations

from importlib.resources import files


def lines(name: str) -> tuple[str, ...]:
    """The lines of ``data/<name>`` without comments (``#``) and blank lines."""
    text = files("monitor.gazetteer").joinpath("data", name).read_text("utf-8")
    return tuple(line for line in text.splitlines() if line.strip() and line[:1] != "#")


def rows(name: str, columns: int) -> tuple[tuple[str, ...], ...]:
    """The rows of a tab-separated file, padded with "" to ``columns``."""
    return tuple(tuple((line.split("\t") + [""] * columns)[:columns]) for line in lines(name))


def items(field: str) -> tuple[str, ...]:
    """The names of a field that are parted by commas ("UN, UNO")."""
    return tuple(item.strip() for item in field.split(",") if item.strip())
