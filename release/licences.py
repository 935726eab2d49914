"""The licences of installed packages as SPDX expressions, and which may be shipped."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import Distribution

from license_expression import ExpressionError, LicenseExpression, get_spdx_licensing

SPDX = get_spdx_licensing()

_NAMED: Mapping[str, str] = {
    "apache 2.0": "Apache-2.0",
    "apache software license": "Apache-2.0",
    "3-clause bsd license": "BSD-3-Clause",
    "bsd license": "BSD-3-Clause",
    "the bsd 2-clause license": "BSD-2-Clause",
    "isc license": "ISC",
    "isc license (iscl)": "ISC",
    "mit license": "MIT",
    "mozilla public license 2.0 (mpl 2.0)": "MPL-2.0",
}
"""Names of licences as packages tell them, in small letters; "BSD License" is that of Jinja2,
whose text has the three clauses."""

ELSEWHERE: Mapping[str, str] = {"async-timeout": "Apache-2.0", "colorama": "BSD-3-Clause"}
"""Packages of the lock that are only installed on other systems or with other versions of Python,
as their pages tell it."""

_STRONG_COPYLEFT = ("GPL-", "AGPL-", "SSPL-", "OSL-", "EUPL-", "RPL-", "CECILL-2")
"""Licences that would have to become that of the whole program."""


def licence_of(distribution: Distribution) -> str:
    """The SPDX expression of an installed package.

    Raises ValueError where it tells no licence that we know.
    """
    told = distribution.metadata
    classifiers = told.get_all("Classifier", [])
    names = [name.rpartition(" :: ")[2] for name in classifiers if name.startswith("License :: ")]
    stated = [*told.get_all("License-Expression", []), *told.get_all("License", [])]
    for text in (*stated, *names):
        expression = _spdx(text)
        if expression:
            return expression
    raise ValueError(
        f"{told['Name']} tells no licence we know: read its licence text, and write what it calls "
        f"it into release/licences.py"
    )


def _spdx(text: str) -> str:
    known = _NAMED.get(text.strip().lower(), text.strip())
    try:
        return str(SPDX.parse(known, validate=True)) if known else ""
    except ExpressionError:
        return ""


def may_be_shipped(expression: str) -> bool:
    """Whether nothing but our own licence is asked for our own code: of a choice, one will do."""
    return _free(SPDX.parse(expression, validate=True))


def _free(node: LicenseExpression) -> bool:
    if node.isliteral:
        return not str(node).startswith(_STRONG_COPYLEFT)
    parts = [_free(part) for part in node.args]
    return any(parts) if node.operator.strip() == "OR" else all(parts)
