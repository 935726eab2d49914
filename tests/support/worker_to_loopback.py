"""The chat worker with the internet's hosts on this machine: ``… worker_to_loopback PORT CA_FILE``.

Services such as Discord have one fixed host. Here every name resolves to loopback and the one
port, and the certificates of a test's own authority are trusted; all else is the worker itself,
its check of addresses included.
"""

from __future__ import annotations

import os
import socket
import sys
from typing import Any

import certifi

PORT, CA_FILE = int(sys.argv[1]), sys.argv[2]


def resolve(*_: Any, **__: Any) -> list[Any]:
    return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", PORT))]


certifi.where = lambda: CA_FILE
os.environ["SSL_CERT_FILE"] = CA_FILE  # what smtplib's contexts trust
socket.getaddrinfo = resolve

from monitor.net.chat_worker import main  # noqa: E402 - requests reads the roots when imported

main()
