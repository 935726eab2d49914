"""The secrets in the text of ``endpoints.yaml``, out of sight and put back. Pure.

A person edits the text with a mask in place of each secret, such as ``(hidden desk.secret)``, and
the secret takes the mask's place again when the text is saved. Hidden are what endpoints send with
(``secret``, ``apprise``), addresses that carry a password or a query, and what looks like any of
these in a comment.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import yaml

from monitor.errors import ConfigError

_Loader: Any = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader

_SECRET_KEYS = ("secret", "secrets", "apprise")
_MASK = re.compile(r"\(hidden [^()\n]{1,200}\)")
_LOOSE = re.compile(
    r"whsec_[\w+/=-]+"  # the public marker of webhook secrets
    r"|(?<=secret:)[^\S\n]*[^\s(#][^\n]*|(?<=secrets:)[^\S\n]*[^\s(#][^\n]*"
    r"|(?<=apprise:)[^\S\n]*[^\s(#][^\n]*"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hidden:
    """A text without its secrets; ``secrets`` has what each mask stands for, as it was written."""

    text: str
    secrets: Mapping[str, str]


def hide_secrets(text: str, *, file: str) -> Hidden:
    """The text of an endpoints file without its secrets.

    Raises ``ConfigError`` where it is no YAML: then nobody can tell where secrets stand.
    """
    try:
        root = yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError as error:
        raise ConfigError(
            "is not valid YAML, so its secrets cannot be hidden and it is not shown",
            file=file,
            hint="mend it on the machine; monitor rules check says where",
        ) from error
    spans = sorted(_spans(root), key=lambda span: span[0])
    secrets: dict[str, str] = {}
    pieces: list[str] = []
    at = 0
    for start, end, name in spans:
        if start < at:
            continue
        written = text[start:end].rstrip()
        pieces += [_without_loose(text[at:start], secrets), _masked(written, name, secrets)]
        at = start + len(written)
    pieces.append(_without_loose(text[at:], secrets))
    return Hidden(text="".join(pieces), secrets=secrets)


def put_back(text: str, secrets: Mapping[str, str], *, file: str) -> str:
    """The text with each mask replaced by its secret.

    Raises ``ConfigError`` for a mask that stands for nothing.
    """

    def secret(found: re.Match[str]) -> str:
        if found.group() in secrets:
            return secrets[found.group()]
        raise ConfigError(
            f"{found.group()} stands for no secret of this file",
            file=file,
            line=text.count("\n", 0, found.start()) + 1,
            hint="write the secret itself, or name its file by `secret_file`",
        )

    return _MASK.sub(secret, text)


def _masked(written: str, name: str, secrets: dict[str, str]) -> str:
    if not written or _MASK.fullmatch(written):
        return written
    clean = re.sub(r"[^\w.-]", "-", name)[:100]
    mask, number = f"(hidden {clean})", 1
    while secrets.get(mask, written) != written:
        number += 1
        mask = f"(hidden {clean} {number})"
    secrets[mask] = written
    return mask


def _without_loose(text: str, secrets: dict[str, str]) -> str:
    """Text between secrets, which may hold others in its comments."""

    def hide(found: re.Match[str]) -> str:
        written = found.group()
        bare = written.lstrip()
        gap = written[: len(written) - len(bare)]
        return gap + _masked(bare.rstrip(), "comment", secrets)

    lines = text.split("\n")
    for number, line in enumerate(lines):
        mark = line.find("#")
        if mark >= 0:
            lines[number] = line[:mark] + _LOOSE.sub(hide, line[mark:])
    return "\n".join(lines)


def _spans(root: Any) -> Iterator[tuple[int, int, str]]:
    """Start and end of every secret, and a name for it."""
    for entry in _listed(_under(root, "endpoints")):
        name = str(getattr(_under(entry, "id"), "value", "")) or "endpoint"
        for key in _SECRET_KEYS:
            for node in _scalars(_under(entry, key)):
                yield node.start_mark.index, node.end_mark.index, f"{name}.{key}"
        for node in _scalars(_under(entry, "url")):
            if _tells(node.value):
                yield node.start_mark.index, node.end_mark.index, f"{name}.url"


def _tells(url: str) -> bool:
    """Whether an address carries more than where to go."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return True
    return bool(parts.query or parts.username or parts.password or "@" in parts.netloc)


def _under(node: Any, key: str) -> Any:
    if not isinstance(node, yaml.MappingNode):
        return None
    return next((value for name, value in node.value if name.value == key), None)


def _listed(node: Any) -> list[Any]:
    return list(node.value) if isinstance(node, yaml.SequenceNode) else []


def _scalars(node: Any) -> list[Any]:
    listed = _listed(node) if isinstance(node, yaml.SequenceNode) else [node]
    return [one for one in listed if isinstance(one, yaml.ScalarNode)]
