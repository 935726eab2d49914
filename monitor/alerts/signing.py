"""Standard Webhooks 1.0.0: secrets, signing what is sent, verifying what was received.

Pure: no clock, no randomness, no I/O. Only the symmetric scheme ``v1`` (HMAC-SHA256) is spoken;
signatures of other schemes in a received header are passed over. Messages of errors never carry a
secret or a signature.

Source: https://github.com/standard-webhooks/standard-webhooks, spec/standard-webhooks.md.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import math
import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from monitor.errors import DeliveryError
from monitor.model.aware import require_aware

SECRET_PREFIX = "whsec_"  # noqa: S105 - the public prefix of every secret, not a secret
MIN_SECRET_BYTES = 24
MAX_SECRET_BYTES = 64

ID_HEADER = "webhook-id"
TIMESTAMP_HEADER = "webhook-timestamp"
SIGNATURE_HEADER = "webhook-signature"

TOLERANCE_S = 300.0
"""How far a timestamp may be from the receiver's clock, either way.

The specification names no number; its reference libraries use five minutes.
"""

# The signed text joins id, timestamp and body with dots, so an id must not hold one; and it
# becomes a header, so nothing that could end a header line.
_MESSAGE_ID = re.compile(r"[A-Za-z0-9_-]{1,256}")
# Twelve digits reach past the year 30000 and keep int() away from its limit on long texts.
_TIMESTAMP = re.compile(r"[0-9]{1,12}")


def parse_secret(text: str) -> bytes:
    """The key that the secret ``text`` stands for: ``whsec_`` and base64 of 24 to 64 bytes.

    Surrounding white space and missing base64 padding are forgiven, as other libraries do.
    Raises ``DeliveryError`` that says what is wrong without quoting any of the secret.
    """
    stripped = text.strip()
    if not stripped.startswith(SECRET_PREFIX):
        raise DeliveryError(f"a webhook secret must start with {SECRET_PREFIX}")
    encoded = stripped.removeprefix(SECRET_PREFIX).rstrip("=")
    try:
        padding = "=" * (-len(encoded) % 4)
        key = base64.b64decode((encoded + padding).encode("ascii"), validate=True)
    except (binascii.Error, ValueError):
        # "from None": the foreign error could quote what it could not decode.
        raise DeliveryError(
            f"a webhook secret must be base64 after its prefix {SECRET_PREFIX}"
        ) from None
    if not MIN_SECRET_BYTES <= len(key) <= MAX_SECRET_BYTES:
        raise DeliveryError(
            f"a webhook secret must hold {MIN_SECRET_BYTES} to {MAX_SECRET_BYTES} bytes, "
            f"this one holds {len(key)}"
        )
    return key


def new_secret(random_bytes: bytes) -> str:
    """The secret that stands for ``random_bytes`` (24 to 64, from the system's random source).

    Raises ``DeliveryError`` for another length.
    """
    secret = SECRET_PREFIX + base64.b64encode(random_bytes).decode("ascii")
    parse_secret(secret)
    return secret


OVERLAP = timedelta(hours=24)
"""How long a replaced secret still signs beside the new one, so that receivers change in peace."""


def secret_print(secret: str) -> str:
    """A short print by which to know a secret again, without keeping it: 24 random bytes or more
    cannot be guessed from it."""
    return hashlib.sha256(secret.encode()).hexdigest()[:16]


def secrets_in_use(
    secrets: Sequence[str], *, rotated_at: datetime | None, now: datetime
) -> tuple[str, ...]:
    """The secrets that sign now: the first, and the others for :data:`OVERLAP` after a rotation.

    ``rotated_at``: when the first secret was first seen; ``None`` where that is not known yet.
    """
    if rotated_at is not None and now - rotated_at >= OVERLAP:
        return tuple(secrets[:1])
    return tuple(secrets)


def sign(
    secrets: Sequence[str], *, message_id: str, timestamp: datetime, body: bytes
) -> dict[str, str]:
    """The three headers of one attempt: the message's id, the attempt's second, the signatures.

    ``timestamp`` is the time of the attempt (not of the alert), ``body`` the bytes as they are
    sent. There is one signature per secret, so that old and new hold while a secret rotates.
    Raises ``DeliveryError`` for no secret, a bad secret or an id that cannot be signed.
    """
    require_aware(timestamp, "timestamp")
    if not secrets:
        raise DeliveryError("no secret to sign with", subject=message_id)
    if _MESSAGE_ID.fullmatch(message_id) is None:
        raise DeliveryError("a message id is 1 to 256 letters, digits, underscores and dashes")
    second = str(math.floor(timestamp.timestamp()))
    return {
        ID_HEADER: message_id,
        TIMESTAMP_HEADER: second,
        SIGNATURE_HEADER: " ".join(
            _signature(parse_secret(secret), message_id, second, body) for secret in secrets
        ),
    }


def verify(
    secrets: Sequence[str],
    headers: Mapping[str, str],
    body: bytes,
    *,
    now: datetime,
    tolerance_s: float = TOLERANCE_S,
) -> None:
    """Accept a received message, or raise ``DeliveryError`` that says why it is refused.

    Header names are taken in any case. One matching pair of a secret and a ``v1`` signature is
    enough. Comparison takes the same time wherever the difference lies.
    """
    require_aware(now, "now")
    if not secrets:
        raise DeliveryError("no secret to verify with")
    lower = {name.lower(): value for name, value in headers.items()}
    message_id, second, listed = (
        _required(lower, name) for name in (ID_HEADER, TIMESTAMP_HEADER, SIGNATURE_HEADER)
    )
    _check_time(second, now=now, tolerance_s=tolerance_s)
    expected = [
        _signature(parse_secret(secret), message_id, second, body).encode("ascii")
        for secret in secrets
    ]
    received = [_octets(signature) for signature in listed.split()]
    # A list, not a generator: every pair is compared, whichever matches.
    same = [hmac.compare_digest(ours, theirs) for ours in expected for theirs in received]
    if not any(same):
        raise DeliveryError("no signature of this message was made with the secret")


def _signature(key: bytes, message_id: str, second: str, body: bytes) -> str:
    signed = b".".join((_octets(message_id), second.encode("ascii"), body))
    digest = hmac.new(key, signed, hashlib.sha256).digest()
    return "v1," + base64.b64encode(digest).decode("ascii")


def _octets(header: str) -> bytes:
    # A hostile header may hold anything a str can, lone surrogates included.
    return header.encode("utf-8", "surrogatepass")


def _required(lower: Mapping[str, str], name: str) -> str:
    value = lower.get(name, "").strip()
    if not value:
        raise DeliveryError(f"the header {name} is missing")
    return value


def _check_time(second: str, *, now: datetime, tolerance_s: float) -> None:
    if _TIMESTAMP.fullmatch(second) is None:
        raise DeliveryError(f"the header {TIMESTAMP_HEADER} is not a whole number of seconds")
    age_s = now.timestamp() - int(second)
    if age_s > tolerance_s:
        raise DeliveryError(f"the message was signed {age_s:.0f} s ago, more than {tolerance_s:g}")
    if age_s < -tolerance_s:
        raise DeliveryError(
            f"the message was signed {-age_s:.0f} s ahead of this clock, more than {tolerance_s:g}"
        )
