"""Signing and verifying, against the independent ``standardwebhooks`` package."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks import Webhook, WebhookVerificationError

from monitor.alerts.signing import (
    ID_HEADER,
    SIGNATURE_HEADER,
    TIMESTAMP_HEADER,
    new_secret,
    parse_secret,
    secret_print,
    secrets_in_use,
    sign,
    verify,
)
from monitor.errors import DeliveryError
from tests.alerts.builders import ALERT_ID, NOW

SECRET = new_secret(bytes(range(32)))
OTHER = new_secret(bytes(range(100, 132)))
BODY = '{"title":"Überraschung 🕊 \\n in Meridian"}'.encode()


def signed(
    *secrets: str, now: datetime = NOW, body: bytes = BODY, message_id: str = ALERT_ID
) -> dict[str, str]:
    return sign(secrets or (SECRET,), message_id=message_id, timestamp=now, body=body)


class TestSecrets:
    @pytest.mark.parametrize("size", [24, 25, 26, 32, 64])
    def test_round_trip(self, size: int) -> None:
        key = bytes(range(size))
        assert parse_secret(new_secret(key)) == key

    @pytest.mark.parametrize("size", [0, 1, 23, 65, 100])
    def test_wrong_size_is_refused(self, size: int) -> None:
        encoded = base64.b64encode(bytes(size)).decode()
        with pytest.raises(DeliveryError, match=f"24 to 64 bytes, this one holds {size}"):
            parse_secret(f"whsec_{encoded}")
        with pytest.raises(DeliveryError, match="24 to 64"):
            new_secret(bytes(size))

    def test_padding_and_outer_space_are_forgiven(self) -> None:
        assert parse_secret(f" {SECRET.rstrip('=')}\n") == bytes(range(32))

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "whsec_",
            "whsec",
            SECRET.removeprefix("whsec_"),
            SECRET.upper(),
            "whsk_" + SECRET.removeprefix("whsec_"),
            "whsec_not!base64*at-all-but-long-enough-to-be-one",
            "whsec_" + "é" * 40,
            "whsec_" + "A" * 41,
            "whsec_" + "AAAA " * 10,
            "whsec_" + "-_" * 20,
        ],
    )
    def test_malformed_is_refused(self, text: str) -> None:
        with pytest.raises(DeliveryError):
            parse_secret(text)

    @pytest.mark.parametrize(
        "text", ["hunter2hunter2", "whsec_hunter2!hunter2", "whsec_aHVudGVyMg==", "whsec_hunter2é"]
    )
    def test_no_error_quotes_the_secret(self, text: str) -> None:
        with pytest.raises(DeliveryError) as caught:
            parse_secret(text)
        shown = f"{caught.value} {caught.value!r} {caught.value.__cause__!r}"
        assert "hunter2" not in shown
        assert "aHVud" not in shown
        assert caught.value.__suppress_context__ or caught.value.__context__ is None


class TestSign:
    def test_reference_vector(self) -> None:
        # From the test suite of the specification's Python library (MIT).
        headers = sign(
            ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
            message_id="msg_p5jXN8AQM9LWM0D4loKWxJek",
            timestamp=datetime.fromtimestamp(1614265330, tz=UTC),
            body=b'{"test": 2432232314}',
        )
        assert headers == {
            "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
            "webhook-timestamp": "1614265330",
            "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        }

    @pytest.mark.parametrize("secret", [SECRET, new_secret(bytes(24)), new_secret(bytes(64))])
    def test_independent_library_accepts(self, secret: str) -> None:
        headers = signed(secret, now=datetime.now(UTC))
        assert Webhook(secret).verify(BODY, headers) == json.loads(BODY)

    def test_independent_library_refuses_a_changed_body(self) -> None:
        headers = signed(now=datetime.now(UTC))
        with pytest.raises(WebhookVerificationError):
            Webhook(SECRET).verify(BODY.replace(b"title", b"titel"), headers)

    def test_rotation_signs_with_each_secret(self) -> None:
        headers = signed(SECRET, OTHER, now=datetime.now(UTC))
        assert len(headers[SIGNATURE_HEADER].split(" ")) == 2
        for secret in (SECRET, OTHER):
            Webhook(secret).verify(BODY, headers)

    def test_timestamp_is_the_whole_second_of_the_instant(self) -> None:
        shifted = NOW.astimezone(timezone(timedelta(hours=2))) + timedelta(microseconds=999_999)
        assert signed(now=shifted) == signed(now=NOW)
        assert signed()[TIMESTAMP_HEADER] == str(int(NOW.timestamp()))

    @pytest.mark.parametrize("message_id", ["", "msg.1", "msg 1", "msg\r\nx: y", "m" * 257, "é"])
    def test_unsignable_id_is_refused(self, message_id: str) -> None:
        with pytest.raises(DeliveryError, match="message id"):
            signed(message_id=message_id)

    def test_no_secret_is_refused(self) -> None:
        with pytest.raises(DeliveryError, match="no secret"):
            sign([], message_id=ALERT_ID, timestamp=NOW, body=BODY)

    def test_naive_time_is_refused(self) -> None:
        with pytest.raises(ValueError, match="timestamp must be timezone-aware"):
            signed(now=NOW.replace(tzinfo=None))


class TestVerify:
    @given(body=st.binary(max_size=200), keys=st.lists(st.binary(min_size=24, max_size=64)))
    def test_accepts_what_sign_made(self, body: bytes, keys: list[bytes]) -> None:
        secrets = [new_secret(key) for key in keys] or [SECRET]
        for secret in secrets:
            verify([secret], signed(*secrets, body=body), body, now=NOW)

    def test_accepts_what_the_independent_library_made(self) -> None:
        signature = Webhook(SECRET).sign(ALERT_ID, NOW, BODY.decode())
        headers = {
            "Webhook-Id": ALERT_ID,
            "WEBHOOK-TIMESTAMP": str(int(NOW.timestamp())),
            "webhook-signature": signature,
        }
        verify([OTHER, SECRET], headers, BODY, now=NOW)

    def test_other_schemes_and_rubbish_beside_a_good_signature_are_passed_over(self) -> None:
        headers = signed()
        listed = f"v1a,AAAA v1 , v2,x {'é' * 9} v1,\udcff {headers[SIGNATURE_HEADER]}"
        verify([SECRET], headers | {SIGNATURE_HEADER: listed}, BODY, now=NOW)

    @pytest.mark.parametrize(
        ("header", "value"),
        [
            (ID_HEADER, "msg_another"),
            (ID_HEADER, "msg_\udcff"),
            (TIMESTAMP_HEADER, str(int(NOW.timestamp()) + 1)),
            (SIGNATURE_HEADER, "v1,AAAA"),
            (SIGNATURE_HEADER, "v1a,AAAA"),
            (SIGNATURE_HEADER, signed(OTHER)[SIGNATURE_HEADER]),
            (SIGNATURE_HEADER, signed()[SIGNATURE_HEADER].removeprefix("v1,")),
            (SIGNATURE_HEADER, signed()[SIGNATURE_HEADER].replace("v1,", "v2,")),
        ],
    )
    def test_forged_header_is_refused(self, header: str, value: str) -> None:
        with pytest.raises(DeliveryError, match="no signature"):
            verify([SECRET], signed() | {header: value}, BODY, now=NOW)

    def test_changed_body_is_refused(self) -> None:
        with pytest.raises(DeliveryError, match="no signature"):
            verify([SECRET], signed(), BODY + b" ", now=NOW)

    @pytest.mark.parametrize("header", [ID_HEADER, TIMESTAMP_HEADER, SIGNATURE_HEADER])
    @pytest.mark.parametrize("value", [None, "", "  "])
    def test_missing_header_is_named(self, header: str, value: str | None) -> None:
        headers = {name: text for name, text in signed().items() if name != header}
        if value is not None:
            headers[header] = value
        with pytest.raises(DeliveryError, match=f"{header} is missing"):
            verify([SECRET], headers, BODY, now=NOW)

    @pytest.mark.parametrize("value", ["soon", "-1", "1.5", "1e9", "٣", "9" * 13, "9" * 5000])
    def test_timestamp_must_be_whole_seconds(self, value: str) -> None:
        with pytest.raises(DeliveryError, match="whole number"):
            verify([SECRET], signed() | {TIMESTAMP_HEADER: value}, BODY, now=NOW)

    @pytest.mark.parametrize(
        ("shift_s", "problem"), [(300, None), (301, "ago"), (-300, None), (-301, "ahead")]
    )
    def test_tolerance_holds_both_ways(self, shift_s: int, problem: str | None) -> None:
        now = NOW + timedelta(seconds=shift_s)
        if problem is None:
            verify([SECRET], signed(), BODY, now=now)
            return
        with pytest.raises(DeliveryError, match=problem):
            verify([SECRET], signed(), BODY, now=now)
        verify([SECRET], signed(), BODY, now=now, tolerance_s=302)

    def test_no_secret_verifies_nothing(self) -> None:
        with pytest.raises(DeliveryError, match="no secret"):
            verify([], signed(), BODY, now=NOW)


@pytest.mark.parametrize(
    ("hours", "expected"), [(0.0, ("new", "old")), (23.99, ("new", "old")), (24.0, ("new",))]
)
def test_a_replaced_secret_signs_for_a_day(hours: float, expected: tuple[str, ...]) -> None:
    rotated_at = datetime(2027, 4, 12, tzinfo=UTC)
    now = rotated_at + timedelta(hours=hours)
    assert secrets_in_use(("new", "old"), rotated_at=rotated_at, now=now) == expected
    assert secrets_in_use(("only",), rotated_at=rotated_at, now=now) == ("only",)
    assert secrets_in_use(("new", "old"), rotated_at=None, now=now) == ("new", "old")


def test_a_print_tells_secrets_apart_and_does_not_show_them() -> None:
    one, other = new_secret(bytes(32)), new_secret(bytes(range(32)))
    assert secret_print(one) == secret_print(one) != secret_print(other)
    assert secret_print(one) not in one
    assert len(secret_print(one)) == 16
