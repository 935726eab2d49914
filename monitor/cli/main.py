"""The command ``monitor``: assembles the commands and turns errors into messages and exit codes.

Exit codes: 0 done; 1 done, and something is wrong that the output names (a bad rule file, a
failed check, an alert missed in the demo); 2 the command line or a setting is wrong; 3 the
database refused; 130 stopped by the keyboard.
"""

from __future__ import annotations

import sys

import typer
from rich.console import Console

from monitor import __version__
from monitor.cli import (
    alerts,
    articles,
    completion,
    database,
    deliveries,
    demo,
    developments,
    doctor,
    endpoints,
    feeds,
    health,
    hits,
    listen,
    meetings,
    notices,
    rules,
    run,
    scale,
    seed,
    settings,
    silence,
    web,
    workspace,
)
from monitor.errors import ConfigError, MonitorError, RuleFilesError, StoreError

EXIT_PROBLEM = 1
EXIT_USAGE = 2
EXIT_STORE = 3

app = typer.Typer(
    name="monitor",
    no_args_is_help=True,
    add_completion=False,  # it starts this program at every press of a key: see 'completion'
    rich_markup_mode="markdown",  # only for this are paragraphs filled to the terminal's width
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("run")(run.run)
app.command("scheduler")(scale.scheduler)
app.command("worker")(scale.worker)
app.command("init")(workspace.init)
app.command("seed")(seed.seed)
app.command("demo")(demo.demo)
app.command("listen")(listen.listen)
app.command("hits")(hits.hits)
app.command("health")(health.health)
app.command("doctor")(doctor.doctor)
app.command("settings")(settings.settings)
app.command("notices")(notices.notices)
app.command("articles")(articles.articles)
app.command("completion")(completion.completion)
for group in (
    rules,
    feeds,
    developments,
    meetings,
    alerts,
    deliveries,
    endpoints,
    silence,
    web,
    database,
):
    app.add_typer(group.app)


@app.callback(invoke_without_command=True)
def version_option(
    version: bool = typer.Option(False, "--version", help="Show the version and exit."),
) -> None:
    """Watch news feeds and wake people once for each new development.

    Feeds are polled, items matched with rules, hits grouped into developments, and one signed
    webhook is sent for each that is new. Settings are MONITOR_* variables of the environment or
    of the file .env: see 'monitor settings'.

    Examples:

    - `monitor init desk && cd desk && monitor run`
    - `monitor demo`

    Exit codes: 0 done; 1 done, and something is wrong that the output names; 2 the command line
    or a setting is wrong; 3 the database refused; 130 stopped by the keyboard.
    """
    if version:
        typer.echo(f"event-monitor {__version__}")
        raise typer.Exit


def main() -> None:
    """Entry point of the command ``monitor``."""
    try:
        app()
    except MonitorError as error:
        Console(stderr=True, soft_wrap=True).print(str(error), style="red", markup=False)
        sys.exit(exit_code(error))


def exit_code(error: MonitorError) -> int:
    """The exit code that tells a script what kind of error it was."""
    if isinstance(error, RuleFilesError):
        return EXIT_PROBLEM
    if isinstance(error, StoreError):
        return EXIT_STORE
    return EXIT_USAGE if isinstance(error, ConfigError) else EXIT_PROBLEM


if __name__ == "__main__":
    main()
