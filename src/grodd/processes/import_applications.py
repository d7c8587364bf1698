"""Take the rows of a file into a round, as applications that were handed in."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from grodd.applications import answers
from grodd.applications.importing import KEY, CellError, Read, Reading
from grodd.applications.models import Application, ImportRun, Submission
from grodd.applications.queries import asked_in, import_managed_by, table_of
from grodd.applications.refusals import ImportOver, ImportRefused
from grodd.applications.searching import found_by
from grodd.assessment.usecases.open_cases import open_cases
from grodd.base import audit
from grodd.base.audit import Stamp
from grodd.base.display import shown
from grodd.base.models import PhaseKind, Transition
from grodd.base.progress import Heard, StopAskedFor, unheard
from grodd.people.asker import Asker
from grodd.programmes.models import Round
from grodd.programmes.queries import themes_of

BATCH = 500


def import_applications(
    *, run_id: int, by: Asker, at: datetime, partly: bool = False, heard: Heard = unheard
) -> ImportRun:
    """Import a file that was handed in: every row is checked, then they are written by hundreds.

    Each row becomes an application where ``submit`` leads, with its case, its answers frozen. A
    row whose key the round has already is the same application: with the same answers it is
    passed over, with others it is refused. So a file that was left halfway is taken up again
    without harm, also by two workers at once. No receipts are sent; nobody wrote these here. They
    belong to the one who imports, who only keeps them and so is not in conflict by that.

    Args:
        run_id: Which file, mapped.
        by: Who manages the programme.
        at: When.
        partly: Take the good rows and report the others, instead of all or nothing.
        heard: Told how many rows are done, of how many.

    Raises:
        ImportOver: when it was imported already.
        ImportRefused: when some row cannot be taken and ``partly`` is not asked for.
        StopAskedFor: when it was stopped; the rows that were written stay.
    """
    run, good = _begin(run_id, by, partly=partly)
    for done in range(0, len(good), BATCH):
        try:
            heard(done, len(good))
            _take(run, good[done : done + BATCH], by, at)
        except StopAskedFor:
            _leave(run)
            raise StopAskedFor(_left(done, len(good))) from None
    return _end(run, by, at)


@transaction.atomic
def _begin(run_id: int, by: Asker, *, partly: bool) -> tuple[ImportRun, list[Read]]:
    """The run, under way from now on, and the rows that can be taken."""
    run = import_managed_by(by, run_id=run_id, lock=True)
    if run.state == ImportRun.State.DONE:
        raise ImportOver
    rows = Reading(run.round, run.mapping).rows(table_of(run))
    there = _there(run, None)
    errors = [error for row in rows for error in row.errors]
    good = [row for row in rows if not row.errors]
    changed = [row for row in good if row.key in there and _is_other(row, there)]
    errors += [_other_answers(run, row) for row in changed]
    if errors and not partly:
        refused = len({one.row for one in errors})
        first = errors[0]
        raise ImportRefused(
            refused=refused, rows=len(rows), row=first.row, column=first.column, text=first.text
        )
    if run.state != ImportRun.State.RUNNING:
        run.state, run.rows_new, run.rows_done = ImportRun.State.RUNNING, 0, 0
    run.errors = [asdict(one) for one in errors]
    run.save(update_fields=["state", "rows_new", "rows_done", "errors"])
    wrong = {row.row for row in changed}
    return run, [row for row in good if row.row not in wrong]


@transaction.atomic
def _take(run: ImportRun, rows: Sequence[Read], by: Asker, at: datetime) -> None:
    """Write what is not there yet of some rows; a second worker waits for the lock, then finds it.

    Raises:
        StopAskedFor: when it was stopped by the hand of another worker.
    """
    now = ImportRun.objects.select_for_update().get(pk=run.pk)
    if now.state == ImportRun.State.DONE:
        return
    if now.state != ImportRun.State.RUNNING:
        raise StopAskedFor
    held = Round.objects.select_for_update(of=("self",)).select_related("lifecycle", "form")
    round_ = held.get(pk=run.round_id)
    there = _there(run, [row.key for row in rows])
    fresh = [row for row in rows if row.key not in there]
    late = [row for row in rows if row.key in there and _is_other(row, there)]
    if fresh:
        _write(run, round_, fresh, by, at)
        round_.save(update_fields=["next_number"])
    now.rows_new += len(fresh)
    now.rows_done += len(rows)
    now.errors += [asdict(_other_answers(run, row)) for row in late]
    now.save(update_fields=["rows_new", "rows_done", "errors"])


@transaction.atomic
def _leave(run: ImportRun) -> None:
    """It was stopped: the file can be looked at and taken again."""
    running = ImportRun.objects.filter(pk=run.pk, state=ImportRun.State.RUNNING)
    running.update(state=ImportRun.State.CHECKED)


def _left(done: int, total: int) -> str:
    return gettext(
        "%(done)s of %(total)s rows were taken and stay. Import the file again for the others: "
        "what is there is not taken twice."
    ) % {"done": shown(done), "total": shown(total)}


@transaction.atomic
def _end(run: ImportRun, by: Asker, at: datetime) -> ImportRun:
    """Close the run and write it down; if another worker did, that stands."""
    now = import_managed_by(by, run_id=run.pk, lock=True)
    if now.state == ImportRun.State.DONE:
        return now
    refused = len({one["row"] for one in now.errors})
    now.state, now.ended_at = ImportRun.State.DONE, at
    now.rows_done = now.rows_count - refused
    now.rows_known = now.rows_done - now.rows_new
    now.save(update_fields=["state", "ended_at", "rows_done", "rows_known"])
    audit.record(
        Stamp(at, by.key, now.round.programme.organisation_id),
        action="applications.imported",
        subject=f"import:{now.pk}",
        facts={
            "round": now.round_id,
            "sha256": now.file.sha256,
            "new": now.rows_new,
            "known": now.rows_known,
            "refused": refused,
        },
    )
    return now


def _there(run: ImportRun, keys: Sequence[str] | None) -> dict[str, str]:
    """The hash of what was handed in, by the key it was imported with."""
    of_round = Submission.objects.filter(
        application__round_id=run.round_id, number=1, application__import_key__gt=""
    )
    found = of_round if keys is None else of_round.filter(application__import_key__in=keys)
    return dict(found.values_list("application__import_key", "content_sha256"))


def _is_other(row: Read, there: Mapping[str, str]) -> bool:
    """Whether an application with its key has other answers."""
    return there[row.key] != _digest(row.answers)


def _other_answers(run: ImportRun, row: Read) -> CellError:
    text = gettext(
        "An application with this key was imported before with other answers. "
        "It was not changed. Change it by hand, or give the row a new key."
    )
    return CellError(row.row, run.mapping.get(KEY, ""), row.key, text)


def _digest(given: dict[str, Any]) -> str:
    """The hash of a submission, as ``submit_application`` makes it."""
    text = json.dumps(given, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _write(run: ImportRun, round_: Round, rows: Sequence[Read], by: Asker, at: datetime) -> None:
    questions = asked_in(run.round)
    meant = [answers.meant(questions, row.answers) for row in rows]
    cases = open_cases(
        scope_id=run.round.programme.scope_id,
        criteria_set_id=round_.criteria_set_id,
        titles=[one.get("title") or "" for one in meant],
        is_blind=round_.is_blind,
        reviews_needed=round_.reviews_needed,
        at=at,
    )
    common = _common(run, round_, by, at)
    themes = {theme.key: theme.pk for theme in themes_of(round_.programme_id, retired_too=True)}
    made = Application.objects.bulk_create(
        Application(
            **common,
            number=number,
            case=case,
            import_key=row.key,
            answers=row.answers,
            currency=row.currency,
            **_columns(said, themes),
        )
        for number, (row, said, case) in enumerate(
            zip(rows, meant, cases, strict=True), start=round_.next_number
        )
    )
    round_.next_number += len(made)
    Submission.objects.bulk_create(
        Submission(
            application=one,
            number=1,
            answers=one.answers,
            content_sha256=_digest(one.answers),
            submitted_by_id=by.person_id,
            submitted_at=at,
        )
        for one in made
    )


def _common(run: ImportRun, round_: Round, by: Asker, at: datetime) -> dict[str, Any]:
    """What is the same in every application; it stands where handing in leads."""
    step = Transition.objects.select_related("target").get(
        source__lifecycle=round_.lifecycle_id, source__kind=PhaseKind.DRAFT, key="submit"
    )
    return {
        "round": round_,
        "phase": step.target,
        "owner_id": by.person_id,
        "language": run.round.programme.organisation.default_language,
        "draft_version": 1,
        "created_at": at,
        "updated_at": at,
        "submitted_at": at,
    }


def _columns(meant: Mapping[str, Any], themes: Mapping[str, int]) -> dict[str, Any]:
    """What lists sort and search by, as ``save_draft`` reads it from the answers."""
    hours, months = answers.whole(meant.get("hours")), answers.whole(meant.get("months"))
    title, summary = (meant.get("title") or "")[:200], meant.get("summary") or ""
    return {
        "title": title,
        "summary": summary,
        "found_by": found_by(title, summary),
        "amount_minor": meant.get("amount"),
        "hours": hours,
        "months": months,
        "theme_id": themes.get(meant.get("theme") or ""),
    }
