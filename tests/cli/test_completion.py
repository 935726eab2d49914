"""Completion in the shells themselves, and the manual page."""

from __future__ import annotations

import os
import pty
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from monitor.cli.completion import SHELL_FILES, Shell
from monitor.cli.main import app
from release.shell import files
from tests.cli.test_manual import EVERY

LINES = [
    ("monitor fee", {"feeds"}),
    ("monitor feeds po", {"poll"}),
    ("monitor feeds add --f", {"--folder", "--full-text"}),
    ("monitor silence add --severity ", {"low", "medium", "high", "critical"}),
    ("monitor web token ", {"add", "list", "revoke"}),
    ("monitor web role ada ", {"viewer", "editor", "admin"}),
    ("monitor completion ", {"bash", "zsh", "fish"}),
]

_BASH = r"""
source "$1"
[[ $(complete -p monitor) =~ -F\ ([^ ]+) ]]
line=$2
read -ra COMP_WORDS <<< "$line"
[[ $line == *" " ]] && COMP_WORDS+=("")
COMP_CWORD=$(( ${#COMP_WORDS[@]} - 1 ))
COMP_LINE=$line COMP_POINT=${#line}
"${BASH_REMATCH[1]}" monitor "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}"
printf '%s\n' "${COMPREPLY[@]}"
"""


@pytest.mark.skipif(
    sys.version_info[:2] != (3, 11), reason="argparse of Python 3.11 words what is committed"
)
def test_what_is_shipped_tells_of_the_commands_as_they_are() -> None:
    for name, text in files():
        assert (SHELL_FILES / name).read_text() == text, f"{name}: run make shell"


def run(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    return done.stdout


@pytest.mark.parametrize(("line", "wanted"), LINES)
def test_bash_completes(line: str, wanted: set[str]) -> None:
    script = str(SHELL_FILES / "monitor.bash")
    said = run("bash", "--norc", "--noprofile", "-c", _BASH, "bash", script, line)
    assert {one.strip() for one in said.splitlines()} == wanted


def test_bash_completes_a_folder(tmp_path: Path) -> None:
    (tmp_path / "rules-of-mine").mkdir()
    script = str(SHELL_FILES / "monitor.bash")
    line = f"monitor rules check --rules {tmp_path}/ru"
    said = run("bash", "--norc", "--noprofile", "-c", _BASH, "bash", script, line)
    assert said.strip() == f"{tmp_path}/rules-of-mine"


@pytest.mark.skipif(shutil.which("fish") is None, reason="no fish is installed")
@pytest.mark.parametrize(("line", "wanted"), LINES)
def test_fish_completes(
    line: str, wanted: set[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    script = str(SHELL_FILES / "monitor.fish")
    said = run("fish", "--no-config", "-c", "source $argv[1]; complete -C $argv[2]", script, line)
    assert {one.partition("\t")[0] for one in said.splitlines()} == wanted


class Zsh:
    """An interactive zsh, for its completion works nowhere else."""

    def __init__(self, home: Path) -> None:
        self._pid, self._terminal = pty.fork()
        if self._pid == 0:
            environ = {"PATH": os.environ["PATH"], "HOME": str(home), "TERM": "dumb", "PS1": "$ "}
            os.execvpe("zsh", ["zsh", "-f", "-i"], environ)

    def say(self, text: str, *, until: str) -> str:
        """What it writes up to the end that matches ``until``."""
        os.write(self._terminal, text.encode())
        said = ""
        while not re.search(until, said):
            said += os.read(self._terminal, 4096).decode(errors="replace")
        return said

    def close(self) -> None:
        os.close(self._terminal)
        os.waitpid(self._pid, 0)


@pytest.mark.skipif(shutil.which("zsh") is None, reason="no zsh is installed")
def test_zsh_completes(tmp_path: Path) -> None:
    shutil.copyfile(SHELL_FILES / "monitor.zsh", tmp_path / "_monitor")
    zsh = Zsh(tmp_path)
    try:
        zsh.say(
            "fpath=($HOME $fpath); autoload -U compinit; compinit -u -D; "
            "monitor() { print -r -- \"<$*>\" }; print re''ady\n",
            until=r"\nready",
        )
        zsh.say("monitor fee\tpo\t\n", until=r"<feeds poll>")
        zsh.say("monitor silence add --sev\tcri\t\n", until=r"<silence add --severity critical>")
        zsh.say("monitor web role ada vi\t\n", until=r"<web role ada viewer>")
    finally:
        zsh.close()


def test_each_script_is_printed_as_it_is_shipped() -> None:
    for shell in Shell:
        printed = CliRunner().invoke(app, ["completion", shell]).stdout
        assert printed == (SHELL_FILES / f"monitor.{shell}").read_text()


def test_the_manual_page_has_every_command_and_no_request_by_accident() -> None:
    page = (SHELL_FILES / "monitor.1").read_text()
    plain = page.replace("\\-", "-")
    for name in EVERY:
        assert f"monitor {name}" in plain, name
    requests = {line.split()[0] for line in page.splitlines() if line.startswith((".", "'"))}
    assert requests <= {".TH", ".SH", ".TP", ".B", ".PP", ".SS", ".br", ".RS", ".RE"}
    assert page.startswith('.TH MONITOR "1" ""')
