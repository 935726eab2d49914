"""``monitor web``: the pages in a process of their own, and who may log in to them."""

from __future__ import annotations

import secrets
import sys

import typer
from rich.table import Table
from rich.text import Text

from monitor.cli.opening import (
    AS_JSON,
    console,
    environment,
    environment_settings,
    opened_store,
    print_json,
    row_id,
)
from monitor.daemon.pages import Pages
from monitor.daemon.stopping import StopSignals, leave_in_time
from monitor.errors import ConfigError
from monitor.logs import configure_logs
from monitor.model import Role, TokenScope
from monitor.settings import require_shared_database
from monitor.store import api_tokens as token_rows
from monitor.store import people as person_rows
from monitor.web import people
from monitor.web.app import create_app
from monitor.web.passwords import Passwords
from monitor.web.server import WebServer
from monitor.wiring import Services, open_services, utc_now

_HELP = """Serve the pages by themselves; say who may log in and which programs ask.

People have roles, programs have tokens (docs/operating.md).
"""

app = typer.Typer(name="web", help=_HELP, no_args_is_help=True)
tokens = typer.Typer(
    name="token",
    help="Give, list and revoke the tokens by which programs ask the API.",
    no_args_is_help=True,
)
app.add_typer(tokens)

NAME = typer.Argument(help="The person's name.")


@app.command()
def serve() -> None:
    """Serve the web pages and the API, and nothing else of the line.

    Several may run, beside 'monitor scheduler' and 'monitor worker'. Needs PostgreSQL.

    Example: `monitor web serve`

    Exit code: 2 without PostgreSQL.

    Settings: MONITOR_DATABASE_URL, MONITOR_WEB_HOST, MONITOR_WEB_PORT, MONITOR_PUBLIC_URL, and all
    others of the pages.
    """
    settings = environment_settings()
    require_shared_database(settings)
    configure_logs(settings.log_format, settings.log_level)
    with (
        StopSignals() as stop,
        open_services(settings, environ=environment(), role="web") as services,
    ):
        pages = Pages(services)
        app = create_app(services, health=pages.health, alive=pages.alive)
        pages.start()
        try:
            with WebServer(app, host=settings.web_host, port=settings.web_port) as server:
                services.log.info("web.started", url=server.url)
                greet(services, settings.public_url or server.reached_url)
                stop.wait()
                services.log.info("web.stopping")
                leave_in_time(services.log)
        finally:
            pages.stop()


@app.command()
def add(
    name: str = NAME,
    role: Role = typer.Option(
        Role.VIEWER, help="viewer: reads; editor: changes what is watched; admin: everything."
    ),
) -> None:
    """Add a person, and print their login token, which is shown only now.

    Example: `monitor web add ada --role editor`

    Settings: MONITOR_DATABASE_URL.
    """
    with opened_store() as store:
        token = people.add_person(store, name, role, now=utc_now(), random_hex=_random_hex)
    _print_token(people.fold_name(name), token)


@app.command("list")
def list_(as_json: bool = AS_JSON) -> None:
    """Show everybody who may log in.

    Example: `monitor web list`

    Settings: MONITOR_DATABASE_URL.
    """
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
def renew(name: str = NAME) -> None:
    """Give a person another login token; the old one and their sessions end.

    Example: `monitor web renew ada`

    Settings: MONITOR_DATABASE_URL.
    """
    with opened_store() as store:
        renewed = people.renew_token(store, name, random_hex=_random_hex)
    _print_token(people.fold_name(name), renewed)


@app.command()
def password(name: str = NAME) -> None:
    """Set a person's password (asked for, or the first line of standard input).

    Examples:

    - `monitor web password ada`
    - `pass show news/ada | monitor web password ada`

    Settings: MONITOR_DATABASE_URL.
    """
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
    """Change what a person may do, from their next click on.

    Example: `monitor web role ada viewer`

    Settings: MONITOR_DATABASE_URL.
    """
    with opened_store() as store, store.write() as session:
        known = person_rows.set_role(session, people.fold_name(name), role)
    people.require_known(name, known=known)
    console().print(f"{people.fold_name(name)} has the role {role}.", markup=False)


@app.command()
def remove(name: str = NAME) -> None:
    """Remove a person, and log them out everywhere.

    Example: `monitor web remove ada`

    Settings: MONITOR_DATABASE_URL.
    """
    with opened_store() as store, store.write() as session:
        known = person_rows.remove_person(session, people.fold_name(name))
    people.require_known(name, known=known)
    console().print(f"{people.fold_name(name)} may not log in any more.", markup=False)


@tokens.command("add")
def add_token(
    person: str = typer.Argument(help="Whose name and role the program has."),
    name: str = typer.Option(..., help="What it is for, such as dashboard."),
    scope: TokenScope = typer.Option(
        TokenScope.READ, help="read: ask; write: change things too; feed: Atom feeds only."
    ),
    days: int | None = typer.Option(
        None, min=1, max=3650, help="Days after which it is over; never if not given."
    ),
) -> None:
    """Give a program a token, and print it. It is shown only now.

    Example: `monitor web token add ada --name dashboard --scope read --days 90`

    Settings: MONITOR_DATABASE_URL.
    """
    wanted = people.NewToken(name=name, scope=scope, days=days)
    with opened_store() as store:
        added, token = people.add_api_token(
            store, person, wanted, now=utc_now(), random_hex=_random_hex
        )
    until = f" until {added.expires_at:%d %b %Y}" if added.expires_at else ""
    typer.echo(
        f"Token {added.id} of {added.person.name} ({scope}{until}), shown only now:\n\n"
        f"    {token}\n"
    )


@tokens.command("list")
def list_tokens(
    person: str | None = typer.Argument(None, help="Only this person's."),
    as_json: bool = AS_JSON,
) -> None:
    """Show the tokens of programs: whose, what for, until when, when last used.

    Example: `monitor web token list ada`

    Settings: MONITOR_DATABASE_URL.
    """
    with opened_store() as store, store.read() as session:
        person_id = None
        if person is not None:
            known = person_rows.get_person(session, people.fold_name(person))
            people.require_known(person, known=known is not None)
            person_id = known.id if known else None
        found = token_rows.list_tokens(session, person_id=person_id)
    if as_json:
        print_json(
            [
                {
                    "id": one.id,
                    "person": one.person.name,
                    "name": one.name,
                    "scope": one.scope,
                    "created_at": one.created_at,
                    "expires_at": one.expires_at,
                    "last_used_at": one.last_used_at,
                }
                for one in found
            ]
        )
        return
    if not found:
        console().print("No tokens: 'monitor web token add' makes one.")
        return
    table = Table("id", "person", "name", "scope", "until", "last used", box=None)
    for one in found:
        until = f"{one.expires_at:%d %b %Y}" if one.expires_at else "it is revoked"
        last = f"{one.last_used_at:%d %b %Y %H:%M} UTC" if one.last_used_at else "never"
        table.add_row(str(one.id), one.person.name, Text(one.name), one.scope, until, last)
    console().print(table)


@tokens.command("revoke")
def revoke_token(
    token: int = typer.Argument(
        ..., parser=row_id, help="Its number, see 'monitor web token list'."
    ),
) -> None:
    """End a token: the next request with it is refused.

    Example: `monitor web token revoke 4`

    Settings: MONITOR_DATABASE_URL.
    """
    with opened_store() as store, store.write() as session:
        if not token_rows.revoke_token(session, token):
            raise ConfigError(f"there is no token {token}", hint="see 'monitor web token list'")
    console().print(f"Token {token} is good for nothing any more.")


def greet(services: Services, url: str) -> None:
    """At the first start, say how to log in: on standard output, as logs are kept and shipped."""
    if not services.settings.web_login:
        return
    token = people.add_first_admin(
        services.store, now=services.clock(), random_hex=services.random_hex
    )
    if token is not None:
        typer.echo(
            f"First login: open {url.rstrip('/')}/login and enter this token, "
            "which is shown only now:\n\n"
            f"    {token}\n\n"
            f"It is {people.FIRST_NAME}'s. 'monitor web renew {people.FIRST_NAME}' makes another."
        )


def _random_hex() -> str:
    return secrets.token_hex(16)


def _print_token(name: str, token: str) -> None:
    typer.echo(f"Login token of {name}, shown only now:\n\n    {token}\n")
