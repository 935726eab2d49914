"""Every example of docs/api.md is run as it stands, and says what it should."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import threading
from itertools import count
from pathlib import Path

import pytest

from monitor.model import TokenScope
from tests.web.api.conftest import Served, new_token

PAGE = (Path(__file__).resolve().parents[3] / "docs/api.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```(sh|python)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
EXPECTED = {
    "/api/v1/me": '"scope":"write"',
    'me["person"]': "root admin write",
    "data-urlencode": '"next":"',
    "answer.links": "1 high Freedonia and Sylvania open harbour talks in Portville",
    "limit=1000": '"pointer":"/query/limit"',
    "If-Match": "200 2\n412 It was changed since you read it",
    "alerts/stream": "high First report",
    "developments.atom": "<title>Harbour talks</title>",
    "rule-matches": '"matches":[{"rule":"talks"',
    "/mute": '"comment":"the desk knows"',
    "/expire": '"id":1',
    "state=dead": "desk client 202",
}


def test_every_example_works(served: Served, tmp_path: Path) -> None:
    if shutil.which("curl") is None:
        pytest.skip("no curl on this machine (Debian: apt install curl)")
    kill_a_delivery(served)
    environ = {
        **os.environ,
        "MONITOR": served.site.url,
        "TOKEN": served.admin.token,
        "FEED_TOKEN": new_token(served.site, "root", TokenScope.FEED),
    }
    left = dict(EXPECTED)
    for language, text in EXAMPLES:
        if text.startswith("monitor "):
            continue  # run by the tests of the command
        sign = next((one for one in left if one in text), "")
        assert sign, f"nothing is expected of\n{text}"
        heard = threading.Event()
        telling = threading.Thread(target=tell_until, args=(served, heard))
        if sign == "alerts/stream":
            telling.start()
        command = ["sh", "-c", text] if language == "sh" else [sys.executable, "-c", text]
        done = subprocess.run(
            command, env=environ, capture_output=True, text=True, timeout=60, check=False
        )
        heard.set()
        if sign == "alerts/stream":
            telling.join()
        assert done.returncode == 0, f"{shlex.join(command)}\n{done.stderr}"
        assert left.pop(sign) in done.stdout, text
    assert left == {}


def tell_until(served: Served, heard: threading.Event) -> None:
    """Tell one piece of news after another, each of another happening."""
    line = served.site.line
    for number in count(1):
        letters = "bcdfghjklmnpqrstvwxz"
        words = (f"{letters[number * k % 20]}a{letters[number * (k + 3) % 20]}o" for k in (3, 7, 9))
        line.clock.advance(7200)
        line.tell(f"Freedonia talks: {' '.join(words)} {number}", outlet=f"Outlet {number}")
        line.evaluate()
        if heard.wait(1.0):
            return


def kill_a_delivery(served: Served) -> None:
    """One delivery is given up."""
    services = served.site.line.services
    with services.store.write() as session:
        session.connection().exec_driver_sql(
            "UPDATE delivery SET state = 'dead', next_attempt_at = NULL, last_reason = 'client'"
            " WHERE id = 1"
        )
