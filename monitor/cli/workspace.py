"""``monitor init``: a folder with starter rules and feeds, for installs without a checkout."""

from __future__ import annotations

import shutil
from pathlib import Path

import typer

from monitor.alerts.text import counted
from monitor.cli.opening import console
from monitor.seeding.ledger import FILE_NAME as LEDGER
from monitor.settings import starter

FILES = ("feeds.opml", "article.txt")


def init(
    folder: Path = typer.Argument(Path(), help="Where; created if absent."),
) -> None:
    """Write starter rules and a feed list into a folder.

    Files that are there already are kept.

    Example: `monitor init desk && cd desk && monitor run`
    """
    written = kept = 0
    schemas = starter("docs") / "schema"
    sources = {path: Path("rules") / path.name for path in sorted(starter("rules").glob("*.yaml"))}
    sources |= {
        path: Path("docs/schema") / path.name for path in sorted(schemas.glob("*.schema.json"))
    }
    record = starter("rules") / LEDGER
    if record.is_file():  # what was taken out of the shipped draft stays out of the copy too
        sources[record] = Path("rules") / LEDGER
    sources |= {starter("seeds") / name: Path("seeds") / name for name in FILES}
    for source, place in sources.items():
        target = folder / place
        if target.exists():
            kept += 1
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
        written += 1
    files = counted(written, "file")
    console().print(f"{files} written to {folder.resolve()}, {kept} kept.", markup=False)
    console().print(f"Next: cd {folder}, edit rules/*.yaml, 'monitor rules check', 'monitor run'.")
    console().print("To send alerts on, add rules/endpoints.yaml: see docs/webhooks.md.")
