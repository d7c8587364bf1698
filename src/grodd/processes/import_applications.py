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
from grodd.base.models import PhaseKind, Transition
from grodd.people.asker import Asker
from grodd.programmes.models import Round
from grodd.programmes.queries import themes_of

BATCH = 500


@transaction.atomic
def import_applications(*, run_id: int, by: Asker, at: datetime, partly: bool = False) -> ImportRun:
    """Import a file that was handed in: in one transaction, so that half of it never stays.

    Each row becomes an application where ``submit`` leads, with its case, its answers frozen. A
    row whose key the round has already is the same application: with the same answers it is
    passed over, with others it is refused. No receipts are sent; nobody wrote these here. They
    belong to the one who imports, who only keeps them and so is not in conflict by that.

    Args:
        run_id: Which file, mapped.
        by: Who manages the programme.
        at: When.
        partly: Take the good rows and report the others, instead of all or nothing.

    Raises:
        ImportOver: when it was imported already.
        ImportRefused: when some row cannot be taken and ``partly`` is not asked for.
    """
    run = import_managed_by(by, run_id=run_id, lock=True)
    if run.state == ImportRun.State.DONE:
        raise ImportOver
    held = Round.objects.select_for_update(of=("self",)).select_related("lifecycle", "form")
    round_ = held.get(pk=run.round_id)
    rows = Reading(run.round, run.mapping).rows(table_of(run))
    fresh, known, errors = _sorted(round_, run, rows)
    if errors and not partly:
        refused = len({one.row for one in errors})
        first = errors[0]
        raise ImportRefused(
            refused=refused, rows=len(rows), row=first.row, column=first.column, text=first.text
        )
    for start in range(0, len(fresh), BATCH):
        _write(run, round_, fresh[start : start + BATCH], by, at)
    round_.save(update_fields=["next_number"])
    run.state, run.ended_at = ImportRun.State.DONE, at
    run.rows_new, run.rows_known, run.rows_done = len(fresh), known, len(fresh) + known
    run.errors = [asdict(one) for one in errors]
    run.save()
    audit.record(
        Stamp(at, by.key, run.round.programme.organisation_id),
        action="applications.imported",
        subject=f"import:{run.pk}",
        facts={
            "round": round_.pk,
            "sha256": run.file.sha256,
            "new": len(fresh),
            "known": known,
            "refused": len(rows) - run.rows_done,
        },
    )
    return run


def _sorted(
    round_: Round, run: ImportRun, rows: Sequence[Read]
) -> tuple[list[Read], int, list[CellError]]:
    """The rows that are new, how many are known, and what is wrong with the others."""
    there = dict(
        Submission.objects.filter(
            application__round=round_, number=1, application__import_key__gt=""
        ).values_list("application__import_key", "content_sha256")
    )
    fresh: list[Read] = []
    errors: list[CellError] = []
    known = 0
    for row in rows:
        if row.errors:
            errors.extend(row.errors)
        elif row.key not in there:
            fresh.append(row)
        elif there[row.key] == _digest(row.answers):
            known += 1
        else:
            text = gettext(
                "An application with this key was imported before with other answers. "
                "It was not changed. Change it by hand, or give the row a new key."
            )
            errors.append(CellError(row.row, run.mapping.get(KEY, ""), row.key, text))
    return fresh, known, errors


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
