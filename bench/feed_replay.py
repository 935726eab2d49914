"""Poll recorded feed documents in order through the real daemon, and count what came of it.

``python -m bench.feed_replay [--recording DIR_OR_TAR] [--json]`` takes a folder or tar of
``feed/UTC-time.xml`` documents (by default the shared ``feed-replay`` material where it is
present), serves them on loopback as of their time, and runs the daemon over every moment.
"""

from __future__ import annotations

import argparse
import json
import tarfile
import tempfile
from pathlib import Path

from monitor.cli.demo import as_values
from monitor.logs import configure_logs
from monitor.replay.runner import Watch, replay
from monitor.settings import starter

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data" / "feed-replay"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--recording", type=Path, default=SHARED / "snapshots-2020.tar.gz")
    parser.add_argument("--database-url", help="an empty database; embedded if not given")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    configure_logs("auto", "error")
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        recording = options.recording
        if recording.is_file():
            with tarfile.open(recording) as archive:
                archive.extractall(place / "recording", filter="data")
            recording = place / "recording"
        outcome = replay(
            recording,
            rules_dir=starter("rules"),
            workspace=place / "workspace",
            watch=Watch(),
            database_url=options.database_url,
            every_document=True,
        )
    values = as_values(outcome, None)
    if options.json:
        print(json.dumps(values, indent=2))
    else:
        for name, value in values.items():
            print(f"{name:<16} {value}")


if __name__ == "__main__":
    main()
