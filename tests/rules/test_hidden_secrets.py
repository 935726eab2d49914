from __future__ import annotations

import pytest

from monitor.errors import ConfigError
from monitor.rules.hidden_secrets import hide_secrets, put_back

TEXT = """\
# Where alerts go. secret: whsec_oldoldold
endpoints:
  - id: desk
    url: https://desk.example/hook   # the desk
    secret: "whsec_AAAA=="
  - {id: two, url: 'https://u:pw@two.example/x?key=k', secrets: [whsec_B, "whsec_C"]}
  - id: chat
    apprise: &chat
      - tgram://token/room
  - id: off
    # apprise: mailto://me:pw@mail.example
    secret: |
      whsec_D
    secret_env: NAME
routes:
  - to: [desk]
"""


def test_secrets_are_out_of_sight_and_put_back_as_they_were() -> None:
    hidden = hide_secrets(TEXT, file="endpoints.yaml")
    for secret in ("whsec", "pw", "key=k", "token", "mailto"):
        assert secret not in hidden.text
    for plain in ("https://desk.example/hook   # the desk", "secret_env: NAME", "(hidden desk."):
        assert plain in hidden.text
    assert hidden.text.count("\n") == TEXT.count("\n") - 1  # the block text became one line
    assert put_back(hidden.text, hidden.secrets, file="endpoints.yaml") == TEXT


def test_a_mask_stays_with_its_secret_when_entries_move() -> None:
    hidden = hide_secrets(TEXT, file="endpoints.yaml")
    moved = hidden.text.replace("id: desk", "id: news-desk")
    written = put_back(moved, hidden.secrets, file="endpoints.yaml")
    assert written == TEXT.replace("id: desk", "id: news-desk")


def test_equal_names_have_masks_of_their_own() -> None:
    text = "endpoints:\n- {id: a, secret: whsec_1}\n- {id: a, secret: whsec_2}\n"
    hidden = hide_secrets(text, file="e")
    assert "(hidden a.secret 2)" in hidden.text
    assert put_back(hidden.text, hidden.secrets, file="e") == text


def test_refuses_what_it_cannot_read_and_masks_of_nothing() -> None:
    with pytest.raises(ConfigError, match="not valid YAML"):
        hide_secrets("endpoints: [\nwhsec_1", file="endpoints.yaml")
    with pytest.raises(ConfigError, match=r"endpoints.yaml:2: .*stands for no secret"):
        put_back("a:\n  secret: (hidden x.secret)", {}, file="endpoints.yaml")
    assert hide_secrets("", file="e").text == ""
