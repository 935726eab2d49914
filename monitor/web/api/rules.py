"""Rules: what is in force, the files it was read from, trying a text and checking a file."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path as FilePath
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from monitor.errors import ConfigError, RuleFilesError
from monitor.model import FieldName, Item, Rule, RuleSet, Severity
from monitor.rules.loading import kind_of, load_rule_set, rule_files
from monitor.rules.verdict import brief, reasons
from monitor.store.codec import condition_to_json
from monitor.web.api.desk import READING, WRITING, ApiDesk, resource
from monitor.web.api.paging import Moment
from monitor.web.api.problems import ApiError, documented, not_found
from monitor.web.api.replies import reply
from monitor.web.api.shapes import EvidenceShape

RuleId = Annotated[str, Path(max_length=200, description="A rule's id.")]
FileName = Annotated[str, Path(max_length=200, description="Such as main.rules.yaml.")]

LONGEST_FILE = 500_000
_UNSHOWN_KIND = "endpoints"
"""The kind of rule file that may hold addresses and secrets: it is never shown."""


class RuleShape(BaseModel):
    """A rule in force."""

    id: str
    title: str
    severity: Severity
    tags: list[str]
    enabled: bool


class FileProblem(BaseModel):
    """What is wrong with a rule file, and what to do about it."""

    file: str
    line: int | None
    field: str
    message: str
    hint: str


class RulesShape(BaseModel):
    """The rules in force. ``problems``: of an edit that was refused; those before stay in force."""

    in_force: bool
    revision: str
    problems: list[FileProblem]
    actors: int
    meetings: int
    endpoints: int
    data: list[RuleShape]


class RuleDetail(RuleShape):
    """A rule with its condition, as the rule files write it, and where it looks."""

    condition: dict[str, Any]
    fields: list[FieldName]
    languages: list[str]
    feeds: list[str]
    outlets: list[str]
    categories: list[str]
    inhibits: list[str]
    backlog_hours: float
    updates: bool
    on_outlets: list[int]


class FileShape(BaseModel):
    """A rule file. ``sha256`` of its bytes; ``shown``: whether its text may be read here."""

    name: str
    kind: str | None
    bytes: int
    modified_at: datetime
    sha256: str
    shown: bool


class FileList(BaseModel):
    """The rule files."""

    data: list[FileShape]


class FileText(BaseModel):
    """The text of a rule file."""

    name: str
    sha256: str
    text: str


class TriedText(BaseModel):
    """A text as a feed might bring it. ``at``: when it is told; now if not given."""

    model_config = ConfigDict(extra="forbid")

    title: str = Field(min_length=1, max_length=2000)
    summary: str = Field(default="", max_length=20_000)
    content: str = Field(default="", max_length=100_000)
    language: str | None = Field(default=None, max_length=35)
    at: Moment | None = None
    rule: str | None = Field(
        default=None, max_length=200, description="A rule to explain, whether it matches or not."
    )


class MatchShape(BaseModel):
    """A rule that matches, and on what words."""

    rule: str
    severity: Severity
    evidence: list[EvidenceShape]


class Tried(BaseModel):
    """What the rules in force say of a text.

    ``reasons`` and ``explanation``: of the rule that was asked about, why it does not match.
    """

    revision: str
    matches: list[MatchShape]
    reasons: list[str]
    explanation: str


class EditedFile(BaseModel):
    """A rule file as it would be."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}\.ya?ml$")
    text: str = Field(max_length=LONGEST_FILE)


class Checked(BaseModel):
    """Whether the rule files would be sound with an edit. Nothing is written."""

    sound: bool
    problems: list[FileProblem]
    rules: int


def router(desk: ApiDesk) -> APIRouter:
    """The routes of rules."""
    routes = resource("rules")
    _add_files(routes, desk)
    _add_trials(routes, desk)

    @routes.get("/rules", response_model=RulesShape, responses=READING, dependencies=desk.reads)
    def rules(request: Request) -> Response:
        """The rules in force, and what is wrong with an edit that was refused."""
        book = desk.services.rules
        found = book.active.rule_set
        shape = RulesShape(
            in_force=book.in_force,
            revision=found.revision,
            problems=_problems(book.problem) if book.problem else [],
            actors=len(found.actors),
            meetings=len(found.meetings),
            endpoints=len(found.endpoints),
            data=[_rule(one) for one in found.rules],
        )
        return reply(request, shape)

    @routes.get(
        "/rules/{id}",
        response_model=RuleDetail,
        responses={**READING, **documented(404)},
        dependencies=desk.reads,
    )
    def rule(request: Request, id: RuleId) -> Response:
        """One rule in force."""
        found = desk.services.rules.active.rules.get(id)
        if found is None:
            raise not_found("such rule in force")
        detail = RuleDetail(
            **_rule(found).model_dump(),
            condition=condition_to_json(found.condition),
            fields=list(found.scope.fields),
            languages=list(found.scope.languages),
            feeds=list(found.scope.feeds),
            outlets=list(found.scope.outlets),
            categories=list(found.scope.categories),
            inhibits=list(found.inhibits),
            backlog_hours=found.alert.backlog_hours,
            updates=found.alert.updates,
            on_outlets=list(found.alert.on_outlets),
        )
        return reply(request, detail)

    return routes


def _add_files(routes: APIRouter, desk: ApiDesk) -> None:
    @routes.get("/rule-files", response_model=FileList, responses=READING, dependencies=desk.reads)
    def files(request: Request) -> Response:
        """The files that the rules are read from."""
        return reply(request, FileList(data=[_file(one) for one in _files(desk)]))

    @routes.get(
        "/rule-files/{name}",
        response_model=FileText,
        responses={**READING, **documented(404)},
        dependencies=desk.reads,
    )
    def file(request: Request, name: FileName) -> Response:
        """The text of a rule file. Files of endpoints are not shown: they may hold secrets."""
        path = next((one for one in _files(desk) if one.name == name), None)
        if path is None or kind_of(path.name) in {None, _UNSHOWN_KIND}:
            raise not_found("such rule file to read")
        data = _read(path)
        text = FileText(
            name=name,
            sha256=hashlib.sha256(data).hexdigest(),
            text=data.decode("utf-8-sig", "replace"),
        )
        return reply(request, text)


def _add_trials(routes: APIRouter, desk: ApiDesk) -> None:
    @routes.post(
        "/rule-matches",
        response_model=Tried,
        responses={**READING, **documented(400, 404, 413)},
        dependencies=desk.reads,
    )
    def match(request: Request, body: TriedText) -> Response:
        """Which rules in force match a text, and on what words. Nothing is stored."""
        active = desk.services.rules.active
        now = body.at or desk.services.clock()
        item = Item(
            title=body.title,
            summary=body.summary,
            content=body.content,
            language=body.language,
            outlet="(test)",
            published_at=now,
        )
        why: list[str] = []
        explanation = ""
        if body.rule is not None:
            if body.rule not in active.rules:
                raise not_found("such rule in force")
            told = active.matcher.explain(item, body.rule, now=now)
            why, explanation = list(reasons(told)), brief(told)
        matches = [
            MatchShape(
                rule=one.rule_id,
                severity=one.severity,
                evidence=[EvidenceShape.of(each) for each in one.evidence],
            )
            for one in active.matcher.match(item, now=now)
        ]
        revision = active.rule_set.revision
        tried = Tried(revision=revision, matches=matches, reasons=why, explanation=explanation)
        return reply(request, tried)

    @routes.post(
        "/rule-checks",
        response_model=Checked,
        responses=WRITING,
        dependencies=[Depends(desk.callers.reader)],
    )
    def check(request: Request, body: EditedFile) -> Response:
        """Whether the rule files would be sound if a file had this text. Nothing is written."""
        try:
            rule_set = _load_with(desk, body)
        except ConfigError as error:
            return reply(request, Checked(sound=False, problems=_problems(error), rules=0))
        return reply(request, Checked(sound=True, problems=[], rules=len(rule_set.rules)))


def _load_with(desk: ApiDesk, edited: EditedFile) -> RuleSet:
    """The rule files loaded as if one had another text, from a copy that is removed."""
    with tempfile.TemporaryDirectory(prefix="monitor-check-") as scratch:
        folder = FilePath(scratch)
        for path in _files(desk):
            shutil.copyfile(path, folder / path.name)
        (folder / edited.name).write_text(edited.text, encoding="utf-8", errors="replace")
        # Without an environment: whoever tries rules sends nothing, and needs no secret.
        return load_rule_set(folder, environ=None)


def _problems(error: ConfigError) -> list[FileProblem]:
    found = error.problems if isinstance(error, RuleFilesError) else (error,)
    return [
        FileProblem(
            file=FilePath(one.file).name,
            line=one.line,
            field=one.field,
            message=one.message,
            hint=one.hint,
        )
        for one in found
    ]


def _files(desk: ApiDesk) -> list[FilePath]:
    try:
        return rule_files(desk.services.rules_dir)
    except OSError as error:
        raise ApiError(409, f"The rules folder cannot be read: {error.strerror}.") from error


def _read(path: FilePath) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ApiError(409, f"The file cannot be read: {error.strerror}.") from error


def _file(path: FilePath) -> FileShape:
    data = _read(path)
    kind = kind_of(path.name)
    return FileShape(
        name=path.name,
        kind=kind,
        bytes=len(data),
        modified_at=datetime.fromtimestamp(path.stat().st_mtime, UTC),
        sha256=hashlib.sha256(data).hexdigest(),
        shown=kind not in {None, _UNSHOWN_KIND},
    )


def _rule(one: Rule) -> RuleShape:
    return RuleShape(
        id=one.id,
        title=one.title,
        severity=one.severity,
        tags=list(one.tags),
        enabled=one.enabled,
    )
