"""``monitor web``: who may log in to the web pages."""

from __future__ import annotations

import secrets
import sys

import typer
from rich.table import Table

from monitor.cli.opening import AS_JSON, console, opened_store, print_json
from monitor.model import Role
from monitor.store import people as person_rows
from monitor.web import people
from monitor.web.passwords import Passwords
from monitor.wiring import utc_now

app = typer.Typer(name="web", help="Who may log in to the web pages.", no_args_is_help=True)

NAME = typer.Argument(help="The person's name.")


@app.command()
def add(
    name: str = NAME,
    role: Role = typer.Option(
        Role.VIEWER, help="viewer: reads; editor: changes what is watched; admin: everything."
    ),
) -> None:
    """Add a person, and print the token with which they log in. It is shown only now."""
    with opened_store() as store:
        token = people.add_person(store, name, role, now=utc_now(), random_hex=_random_hex)
    _print_token(people.fold_name(name), token)


@app.command("list")
def list_(as_json: bool = AS_JSON) -> None:
    """Show everybody who may log in."""
    with opened_store() as store, store.read() as session:
        found = person_rows.list_people(session)
    if as_json:
        print_json(
            [
                {
                    "name": one.name,
                    "role": one.role,
                    "password": one.has_password,
                    "added_at": one.added_at,
                    "last_login_at": one.last_login_at,
                }
                for one in found
            ]
        )
        return
    if not found:
        console().print("Nobody yet: 'monitor run' adds an admin at its first start.")
        return
    table = Table("name", "role", "logs in with", "last login", box=None)
    for one in found:
        means = "token or password" if one.has_password else "token"
        last = f"{one.last_login_at:%d %b %Y %H:%M} UTC" if one.last_login_at else "never"
        table.add_row(one.name, one.role, means, last)
    console().print(table)


@app.command()
def token(name: str = NAME) -> None:
    """Give a person another login token: the old one ends, and they are logged out everywhere."""
    with opened_store() as store:
        renewed = people.renew_token(store, name, random_hex=_random_hex)
    _print_token(people.fold_name(name), renewed)


@app.command()
def password(name: str = NAME) -> None:
    """Set a person's password (asked for, or the first line of standard input)."""
    if sys.stdin.isatty():
        text = typer.prompt("New password", hide_input=True, confirmation_prompt=True)
    else:
        text = sys.stdin.readline().rstrip("\r\n")
    with opened_store() as store:
        people.set_password(store, name, text, Passwords())
    console().print(
        f"{people.fold_name(name)} has a new password and is logged out everywhere.", markup=False
    )


@app.command()
def role(name: str = NAME, role: Role = typer.Argument(help="viewer, editor or admin.")) -> None:
    """Change what a person may do, from their next click on."""
    with opened_store() as store, store.write() as session:
        known = person_rows.set_role(session, people.fold_name(name), role)
    people.require_known(name, known=known)
    console().print(f"{people.fold_name(name)} has the role {role}.", markup=False)


@app.command()
def remove(name: str = NAME) -> None:
    """Remove a person, and log them out everywhere."""
    with opened_store() as store, store.write() as session:
        known = person_rows.remove_person(session, people.fold_name(name))
    people.require_known(name, known=known)
    console().print(f"{people.fold_name(name)} may not log in any more.", markup=False)


def _random_hex() -> str:
    return secrets.token_hex(16)


def _print_token(name: str, token: str) -> None:
    typer.echo(f"Login token of {name}, shown only now:\n\n    {token}\n")
