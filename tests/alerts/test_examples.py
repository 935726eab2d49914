"""The receivers that we publish, run as real processes against signed requests.

Those printed in ``docs/webhooks.md`` and ``README.md`` are taken from the page and run like the
others.
"""

from __future__ import annotations

import base64
import hmac
import http.client
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.alerts.payload import build_body, build_test_body
from monitor.alerts.signing import (
    ID_HEADER,
    SIGNATURE_HEADER,
    TIMESTAMP_HEADER,
    new_secret,
    sign,
)
from tests.alerts.builders import ALERT_ID, make_content, make_development

ROOT = Path(__file__).parents[2]
SECRET = new_secret(bytes(range(32)))
OLD_SECRET = new_secret(bytes(range(1, 33)))
OTHER_ID = "msg_ffeeddccbbaa99887766554433221100"
BODY = build_body(make_content(development=make_development(title="Gespräche 🕊 eröffnet")))


@dataclass(frozen=True, slots=True)
class Running:
    process: subprocess.Popen[str]
    port: int

    def post(self, headers: Mapping[str, str | bytes], body: bytes) -> int:
        """Send one message; the status of the answer, 0 where there was none."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("POST", "/", body=body, headers=headers)
            return connection.getresponse().status
        except (http.client.HTTPException, OSError):
            return 0
        finally:
            connection.close()

    def deliver(self, message_id: str = ALERT_ID, body: str = BODY) -> int:
        return self.post(signed(message_id, body=body), body.encode())

    def stop(self) -> str:
        """End the process; what it had printed."""
        self.process.terminate()
        out, _ = self.process.communicate(timeout=10)
        return out


def signed(
    message_id: str = ALERT_ID,
    *,
    body: str = BODY,
    secrets: tuple[str, ...] = (SECRET,),
    ago: int = 0,
) -> dict[str, str]:
    at = datetime.now(UTC) - timedelta(seconds=ago)
    return sign(secrets, message_id=message_id, timestamp=at, body=body.encode())


@contextmanager
def running(command: list[str], *, port: int | None = None) -> Iterator[Running]:
    """Run a receiver; it tells its port in its first line unless ``port`` says it."""
    environment = os.environ | {"WEBHOOK_SECRET": SECRET, "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    try:
        if port is None:
            line = process.stdout.readline()
            told = re.fullmatch(r"listening on http://127\.0\.0\.1:(\d+)/\n", line)
            assert told is not None
            port = int(told[1])
        wait_until_open(port)
        yield Running(process, port)
    finally:
        process.kill()
        process.communicate()


def wait_until_open(port: int) -> None:
    deadline = time.monotonic() + 10
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            assert time.monotonic() < deadline, "the receiver did not start"
            time.sleep(0.02)
        else:
            return


@contextmanager
def python_example(_: Path) -> Iterator[Running]:
    script = ROOT / "examples" / "verify_webhook.py"
    with running([sys.executable, str(script), "0"]) as receiver:
        yield receiver


@contextmanager
def node_example(_: Path) -> Iterator[Running]:
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed")
    with running([node, str(ROOT / "examples" / "verify_webhook.mjs"), "0"]) as receiver:
        yield receiver


def printed(page: str) -> str:
    """The receiver that a page shows."""
    text = (ROOT / page).read_text(encoding="utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    return str(code)


@contextmanager
def printed_receiver(folder: Path) -> Iterator[Running]:
    code = printed("docs/webhooks.md")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    assert code.count("9000") == 1
    script = folder / "receiver.py"
    script.write_text(code.replace("9000", str(port)), encoding="utf-8")
    with running([sys.executable, str(script)], port=port) as receiver:
        yield receiver


Start = Callable[[Path], AbstractContextManager[Running]]
EXAMPLES: list[Start] = [python_example, node_example]


def test_both_pages_show_the_same_receiver() -> None:
    assert printed("README.md") == printed("docs/webhooks.md")


@pytest.fixture(
    scope="module", params=[*EXAMPLES, printed_receiver], ids=["python", "node", "printed"]
)
def receiver(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Running]:
    start: Start = request.param
    with start(tmp_path_factory.mktemp("receiver")) as started:
        yield started


class TestEveryReceiver:
    def test_accepts_a_signed_message(self, receiver: Running) -> None:
        assert receiver.deliver() == 204

    def test_accepts_either_secret_while_it_rotates(self, receiver: Running) -> None:
        for secrets in ((SECRET, OLD_SECRET), (OLD_SECRET, SECRET)):
            assert receiver.post(signed(secrets=secrets), BODY.encode()) == 204

    @pytest.mark.parametrize(
        "changes",
        [
            {ID_HEADER: OTHER_ID},
            {SIGNATURE_HEADER: "v1,AAAA"},
            {SIGNATURE_HEADER: "v1"},
            {SIGNATURE_HEADER: "v1a,AAAA v2, ,"},
        ],
    )
    def test_refuses_a_forged_header(self, receiver: Running, changes: dict[str, str]) -> None:
        assert receiver.post(signed() | changes, BODY.encode()) == 401

    def test_refuses_another_secret_and_a_changed_body(self, receiver: Running) -> None:
        assert receiver.post(signed(secrets=(OLD_SECRET,)), BODY.encode()) == 401
        assert receiver.post(signed(), f"{BODY} ".encode()) == 401

    @pytest.mark.parametrize("ago", [400, -400])
    def test_refuses_an_old_and_an_early_message(self, receiver: Running, ago: int) -> None:
        assert receiver.post(signed(ago=ago), BODY.encode()) == 401

    @pytest.mark.parametrize("left", [(), *((header,) for header in sorted(signed()))])
    def test_answers_an_unsigned_request(self, receiver: Running, left: tuple[str, ...]) -> None:
        headers = {name: value for name, value in signed().items() if name in left}
        assert receiver.post(headers, BODY.encode()) == 401
        assert receiver.post(headers, b"") == 401

    @pytest.mark.parametrize("header", sorted(signed()))
    def test_answers_a_request_that_lacks_a_header(self, receiver: Running, header: str) -> None:
        headers = {name: value for name, value in signed().items() if name != header}
        assert receiver.post(headers, BODY.encode()) == 401

    @pytest.mark.parametrize("value", ["v1,é", "é", "v1,会".encode(), b"\xff\x85\xa0"])
    @pytest.mark.parametrize("header", sorted(signed()))
    def test_answers_a_header_that_is_not_ascii(
        self, receiver: Running, header: str, value: str | bytes
    ) -> None:
        assert receiver.post({**signed(), header: value}, BODY.encode()) == 401

    @pytest.mark.parametrize(
        "stamp", ["soon", "", "1e9", "-1", "²", "٣".encode(), "9" * 400, "9" * 5000]
    )
    def test_answers_a_strange_timestamp(self, receiver: Running, stamp: str | bytes) -> None:
        assert receiver.post({**signed(), TIMESTAMP_HEADER: stamp}, BODY.encode()) == 401

    @pytest.mark.parametrize("stamp", ["soon", "1e9", "9" * 400, "9" * 5000])
    def test_refuses_a_strange_timestamp_that_is_signed(
        self, receiver: Running, stamp: str
    ) -> None:
        text = f"{ALERT_ID}.{stamp}.{BODY}".encode()
        mac = hmac.digest(bytes(range(32)), text, "sha256")
        headers = {
            ID_HEADER: ALERT_ID,
            TIMESTAMP_HEADER: stamp,
            SIGNATURE_HEADER: "v1," + base64.b64encode(mac).decode(),
        }
        assert receiver.post(headers, BODY.encode()) == 401

    @pytest.mark.parametrize("length", ["soon", "-1", "²", "9" * 5000])
    def test_answers_a_strange_length(self, receiver: Running, length: str) -> None:
        headers = {**signed(), "content-length": length}
        assert receiver.post(headers, b"") in {400, 401, 413}
        assert receiver.deliver() == 204


@pytest.mark.parametrize("start", EXAMPLES, ids=["python", "node"])
class TestExamples:
    def test_handle_each_message_once(self, start: Start, tmp_path: Path) -> None:
        test_body = build_test_body(message_id=OTHER_ID, endpoint_id="desk", now=datetime.now(UTC))
        with start(tmp_path) as started:
            statuses = [
                started.post(signed(secrets=(OLD_SECRET,)), BODY.encode()),
                started.deliver(),
                started.deliver(),
                started.deliver(OTHER_ID, test_body),
            ]
            lines = started.stop().splitlines()
        assert statuses == [401, 204, 204, 204]
        assert len(lines) == 2
        assert lines[0].startswith("development.new ")
        assert lines[1] == 'endpoint.test "This is a test. Nothing happened in the world."'

    def test_refuse_an_oversize_body(self, start: Start, tmp_path: Path) -> None:
        body = " " * 200_000
        with start(tmp_path) as started:
            # The answer may be cut off by the body that is still being sent: 0 then.
            assert started.deliver(body=body) in {413, 0}
            assert started.deliver() == 204

    def test_a_message_that_cannot_be_handled_is_asked_for_again(
        self, start: Start, tmp_path: Path
    ) -> None:
        with start(tmp_path) as started:
            for _ in range(2):
                assert not 200 <= started.deliver(body="no JSON") < 300
            assert started.deliver() == 204

    def test_explain_a_missing_secret(self, start: Start, tmp_path: Path) -> None:
        with start(tmp_path) as started:
            command = started.process.args
        assert isinstance(command, list)
        environment = {k: v for k, v in os.environ.items() if k != "WEBHOOK_SECRET"}
        done = subprocess.run(
            command, env=environment, capture_output=True, text=True, timeout=10, check=False
        )
        assert done.returncode == 1
        assert "set WEBHOOK_SECRET" in done.stderr
