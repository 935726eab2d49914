"""``monitor settings``: every setting, what it means, and its value now."""

from __future__ import annotations

from rich.text import Text

from monitor.cli.opening import AS_JSON, console, environment_settings, print_entry, print_json
from monitor.settings import PREFIX, Settings, shown_broker
from monitor.store.engine import redact_url


def settings(as_json: bool = AS_JSON) -> None:
    """Show every MONITOR_… setting with its meaning and its present value.

    Examples:

    - `monitor settings`
    - `monitor settings --json`

    Exit code: 2 if one of them is wrong.

    Settings: all.
    """
    present = environment_settings()
    rows = [
        (f"{PREFIX}{name.upper()}", _shown(name, getattr(present, name)), field.description or "")
        for name, field in Settings.model_fields.items()
    ]
    if as_json:
        print_json([{"name": n, "value": v, "meaning": m} for n, v, m in rows])
        return
    screen = console()
    for name, value, meaning in rows:
        screen.print(Text.assemble((name, "bold"), "=", value))
        print_entry(screen, Text("    "), Text(meaning, style="dim"))


def _shown(name: str, value: object) -> str:
    if name == "database_url":
        return redact_url(str(value))
    if name == "broker_url":
        return shown_broker(str(value))
    return ",".join(value) if isinstance(value, tuple) else str(value)
