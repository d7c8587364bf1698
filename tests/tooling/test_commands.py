"""The `grodd` command: what it prints and how it ends."""

import argparse
from datetime import UTC, date, datetime

import pytest
from django.db import connection, transaction

from grodd import __version__, cli, jobs
from grodd.base import audit
from grodd.base.errors import NotFound
from grodd.base.rules import RuleMissing
from grodd.cli import check_config


def test_it_tells_its_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out.strip() == __version__


def test_help_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["--help"])
    printed = capsys.readouterr().out
    assert all(name in printed for name in cli.COMMANDS)


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_every_command_explains_itself(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main([name, "--help"])
    assert ended.value.code == 0
    assert f"grodd {name}" in capsys.readouterr().out


def test_a_word_it_does_not_know_ends_with_two(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["sreve"])
    assert ended.value.code == 2
    assert "sreve" in capsys.readouterr().err


class Refusing:
    """A command that is refused."""

    def __init__(self, no: Exception) -> None:
        self.no = no

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        pass

    def run(self, options: argparse.Namespace) -> int:  # noqa: ARG002 - as commands are called
        raise self.no


@pytest.mark.parametrize(
    "no",
    [
        RuleMissing(key="reference rate", country="SE", on=date(2026, 3, 2)),
        NotFound("application:12"),
    ],
)
def test_a_refusal_is_an_answer_and_no_crash(
    no: Exception, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cli, "load", lambda _name: Refusing(no))
    assert cli.main(["migrate"]) == 1
    printed = capsys.readouterr()
    assert str(no) in printed.err
    assert "Traceback" not in printed.err


@pytest.mark.django_db
def test_an_audit_trail_that_holds_is_called_whole(capsys: pytest.CaptureFixture[str]) -> None:
    remember("application:12")
    assert cli.main(["audit", "verify"]) == 0
    assert "whole" in capsys.readouterr().out


@pytest.mark.django_db
def test_a_changed_audit_row_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    remember("application:12")
    remember("application:13")
    as_someone_with_the_keys_to_the_server(
        "UPDATE base_auditevent SET subject = 'application:99' WHERE number = 1"
    )
    assert cli.main(["audit", "verify"]) == 1
    assert "audit row 1: changed" in capsys.readouterr().out


def remember(subject: str) -> None:
    stamp = audit.Stamp(datetime(2026, 3, 2, tzinfo=UTC), "amina")
    with transaction.atomic():
        audit.record(stamp, action="thing.tested", subject=subject)


def as_someone_with_the_keys_to_the_server(sql: str) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE base_auditevent DISABLE TRIGGER USER")
        else:
            cursor.execute("DROP TRIGGER base_auditevent_no_update")
        cursor.execute(sql)


@pytest.mark.django_db
def test_a_worker_can_do_what_waits_and_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[bool] = []
    monkeypatch.setattr(jobs, "work", lambda *, until_empty: seen.append(until_empty))
    assert cli.main(["worker", "--until-empty"]) == 0
    assert seen == [True]


def test_secrets_are_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRODD_SECRET_KEY", "very-secret")
    monkeypatch.setenv("GRODD_MAIL_HOST", "mail.example.org")
    monkeypatch.delenv("GRODD_MAIL_PORT", raising=False)
    assert "very-secret" not in check_config.shown("SECRET_KEY")
    assert check_config.shown("MAIL_HOST") == "mail.example.org"
    assert "not set" in check_config.shown("MAIL_PORT")


def test_this_python_can_search_texts() -> None:
    assert check_config.has_full_text_search()
