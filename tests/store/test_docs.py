from __future__ import annotations

import re
from pathlib import Path

from monitor.store.tables import Row

PAGE = Path(__file__).parents[2] / "docs" / "database.md"


def test_every_table_and_column_is_described() -> None:
    text = PAGE.read_text(encoding="utf-8").partition("## Migrations")[0]
    sections = dict(re.findall(r"^### (\w+)\n(.*?)(?=^### |\Z)", text, re.MULTILINE | re.DOTALL))
    assert set(sections) == set(Row.metadata.tables)
    for name, table in Row.metadata.tables.items():
        described = set(re.findall(r"`(\w+)`", sections[name]))
        assert {column.name for column in table.columns} - described == set(), name
