"""A minimal receiver of event-monitor's webhooks. Needs nothing but Python 3.9 or newer.

Run:  WEBHOOK_SECRET=whsec_... python verify_webhook.py [PORT]

It checks the signature over the bytes as they came, refuses old messages, and handles each
message once. Put your own work into `handle`: quick and lasting, such as a row in a database.
"""

import base64
import hmac
import json
import os
import sys
import time
from http.server import BaseHTTPRequestHandler, HTTPServer

MAX_BODY_BYTES = 100_000  # messages are shorter than 20,000 bytes
TOLERANCE_S = 300  # refuses a message that somebody recorded and plays back later


def is_genuine(key, headers, body):
    """Whether the owner of the secret signed this body within the last minutes."""
    message_id = headers.get("webhook-id", "")
    second = headers.get("webhook-timestamp", "")
    if not (second.isascii() and second.isdigit() and len(second) <= 12):
        return False
    if abs(time.time() - int(second)) > TOLERANCE_S:
        return False
    signed = f"{message_id}.{second}.".encode() + body
    ours = b"v1," + base64.b64encode(hmac.digest(key, signed, "sha256"))
    # There are several signatures while a secret rotates: one that fits is enough.
    received = headers.get("webhook-signature", "").split()
    return any(hmac.compare_digest(ours, theirs.encode()) for theirs in received)


class Receiver(BaseHTTPRequestHandler):
    """Answers 204 for a genuine message, new or repeated, and 400, 401 or 413 for any other.

    The answer comes after the work: where `handle` fails there is none, and the sender tries again.
    """

    timeout = 10  # seconds to wait for a sender that falls silent
    key = b""
    taken = set()  # noqa: RUF012 - a real receiver keeps the ids in its database

    def do_POST(self):
        """Take one message."""
        length = self.headers.get("content-length", "")
        if not (length.isascii() and length.isdigit()):
            self.answer(400)
            return
        if len(length) > len(str(MAX_BODY_BYTES)) or int(length) > MAX_BODY_BYTES:
            self.answer(413)
            return
        body = self.rfile.read(int(length))
        if not is_genuine(self.key, self.headers, body):
            self.answer(401)
            return
        message_id = self.headers["webhook-id"]
        if message_id not in self.taken:
            handle(json.loads(body))
            self.taken.add(message_id)
        self.answer(204)

    def answer(self, status):
        """Send an empty answer."""
        self.send_response(status)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_request(self, *_args):
        """Say nothing about each request."""


def handle(message):
    """What to do with a new message: here, print a line."""
    data = message["data"]
    title = data["development"]["title"] if "development" in data else data.get("text", "")
    # json.dumps escapes what a terminal would obey: titles come from the open web.
    sys.stdout.write(f"{message['type']} {json.dumps(title)}\n")
    sys.stdout.flush()


def main():
    """Listen until interrupted."""
    secret = os.environ.get("WEBHOOK_SECRET", "")
    if not secret.startswith("whsec_"):
        sys.exit("set WEBHOOK_SECRET to the endpoint's secret (whsec_...)")
    Receiver.key = base64.b64decode(secret[len("whsec_") :])
    server = HTTPServer(("127.0.0.1", int(sys.argv[1]) if len(sys.argv) > 1 else 9000), Receiver)
    sys.stdout.write(f"listening on http://127.0.0.1:{server.server_port}/\n")
    sys.stdout.flush()
    server.serve_forever()


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(0)
