"""The round, the applications and the agreements of loans that are taken over.

They were applied for and signed elsewhere. The rows here keep the one record whole, from a person
to a loan, and say that it was so.
"""

import hashlib
import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import override

from grodd.agreements.document import sha256_of
from grodd.agreements.models import Agreement
from grodd.applications.models import Application, Submission
from grodd.applications.searching import found_by
from grodd.base import display
from grodd.base.audit import Stamp
from grodd.base.models import Phase, PhaseKind
from grodd.engines.calendar import MONTHLY, Rhythm
from grodd.engines.money import Money
from grodd.people.models import LANGUAGES
from grodd.processes._taken_people import Borrower
from grodd.programmes.models import Round, Theme
from grodd.programmes.versions import newest_criteria, newest_form, newest_frame
from grodd.servicing.models import PortfolioTakeover, TakenLoan

BATCH = 500
PHASES = {
    TakenLoan.Outcome.RUNNING: PhaseKind.ACTIVE,
    TakenLoan.Outcome.REPAID: PhaseKind.COMPLETED,
    TakenLoan.Outcome.WRITTEN_OFF: PhaseKind.STOPPED,
}


def round_of(takeover: PortfolioTakeover, rows: Sequence[TakenLoan], stamp: Stamp) -> Round:
    """A round of its own: closed from the first moment, with the money that was lent before."""
    programme = takeover.programme
    frame, form = newest_frame(programme), newest_form(programme)
    criteria = newest_criteria(programme)
    for used in (frame, form, criteria):
        if used.frozen_at is None:
            used.frozen_at = stamp.at
            used.save(update_fields=["frozen_at"])
    lent = sum(row.principal_minor for row in rows)
    return Round.objects.create(
        programme=programme,
        key=slugify(f"{programme.organisation.key} taken over {takeover.day} {takeover.pk}")[:80],
        name=_in_each_language(takeover),
        frame=frame,
        form=form,
        criteria_set=criteria,
        lifecycle=programme.lifecycle,
        opens_at=stamp.at,
        closed_at=stamp.at,
        published_at=stamp.at,
        currency=takeover.currency,
        budget_minor=lent,
        committed_minor=lent,
        next_number=len(rows) + 1,
    )


def _in_each_language(takeover: PortfolioTakeover) -> dict[str, str]:
    named = {}
    for code, _name in LANGUAGES:
        with override(code):
            named[code] = _("Taken over %(day)s") % {"day": display.day(takeover.day)}
    return named


def applications_of(
    takeover: PortfolioTakeover, held: Round, rows: Sequence[TakenLoan],
    borrowers: Sequence[Borrower], stamp: Stamp, *, by_id: int,
) -> list[Application]:  # fmt: skip
    """An application for each row, standing where its loan stands."""
    phases = {one.kind: one for one in Phase.objects.filter(lifecycle=held.lifecycle)}
    themes = _themes(takeover)
    keys = _answer_keys(held)
    made = Application.objects.bulk_create(
        (
            Application(
                round=held,
                number=number,
                phase=phases[PHASES[TakenLoan.Outcome(row.outcome)]],
                owner=borrower.person,
                applicant=borrower.organisation,
                title=_title(row),
                found_by=found_by(_title(row), ""),
                theme=themes.get(row.figures.get("product", "").casefold()),
                amount_minor=row.principal_minor,
                currency=takeover.currency,
                months=rhythm_of(row).months(row.figures["instalments"]),
                answers=_answers(keys, row),
                draft_version=1,
                language=takeover.language,
                created_at=stamp.at,
                updated_at=stamp.at,
                submitted_at=stamp.at,
                import_key=row.reference,
            )
            for number, (row, borrower) in enumerate(zip(rows, borrowers, strict=True), start=1)
        ),
        batch_size=BATCH,
    )
    Submission.objects.bulk_create(
        (
            Submission(
                application=one,
                number=1,
                answers=one.answers,
                content_sha256=_digest(one.answers),
                submitted_by_id=by_id,
                submitted_at=stamp.at,
            )
            for one in made
        ),
        batch_size=BATCH,
    )
    return made


def agreements_of(
    takeover: PortfolioTakeover, rows: Sequence[TakenLoan], applications: Sequence[Application],
    stamp: Stamp, *, by_id: int,
) -> list[Agreement]:  # fmt: skip
    """What was agreed, as a document. Nobody says yes to it here: the parties signed elsewhere."""
    with override(takeover.language):
        contents = [
            _content(takeover, row, application)
            for row, application in zip(rows, applications, strict=True)
        ]
    return Agreement.objects.bulk_create(
        (
            Agreement(
                application=application,
                recipient=application.owner,
                scope=takeover.programme.scope,
                title=application.title,
                content=content,
                content_sha256=sha256_of(content),
                language=takeover.language,
                state=Agreement.State.ACCEPTED,
                offered_by_id=by_id,
                offered_at=stamp.at,
                accepted_at=stamp.at,
            )
            for application, content in zip(applications, contents, strict=True)
        ),
        batch_size=BATCH,
    )


def rhythm_of(row: TakenLoan) -> Rhythm:
    """How often its loan is repaid."""
    return Rhythm.read(row.figures.get("rhythm", MONTHLY.code))


def _content(
    takeover: PortfolioTakeover, row: TakenLoan, application: Application
) -> dict[str, Any]:
    organisation = takeover.programme.organisation
    said_of = {
        "reference": row.reference, "day": display.day(takeover.day), "file": takeover.file.name,
        "row": row.row,
    }  # fmt: skip
    body = _(
        "Loan %(reference)s was agreed and signed before it was taken over here. These are its "
        "terms and how it stood at the end of %(day)s, from row %(row)s of %(file)s. The signed "
        "agreement holds; this document only says what was taken over from it."
    )
    return {
        "language": takeover.language,
        "title": application.title,
        "body": body % said_of,
        "letter": ["takeover", 1],
        "parties": {
            "recipient": application.owner.name,
            "applicant": str(application.applicant or ""),
            "provider": organisation.name,
        },
        "terms": [list(pair) for pair in _terms(takeover, row)],
        "conditions": "",
        "currency": takeover.currency,
        "schedule": [],
        "file": takeover.file.sha256,
    }


def _terms(takeover: PortfolioTakeover, row: TakenLoan) -> list[tuple[str, str]]:
    given = row.figures

    def amount(minor: int) -> str:
        return display.money(Money(minor, takeover.currency))

    return [
        (_("Loan"), amount(row.principal_minor)),
        (_("Interest a year"), display.percent(given["rate_bp"] / 10_000)),
        (_("Instalments"), display.number(given["instalments"])),
        (_("An instalment falls due"), display.rhythm(rhythm_of(row))),
        (_("Paid out"), display.day(date.fromisoformat(given["paid_out_on"]))),
        (_("First due day"), display.day(date.fromisoformat(given["first_due_on"]))),
        (_("Balance of principal"), amount(row.balance_minor)),
        *([(_("Written off and still owed"), amount(row.claim_minor))] if row.claim_minor else []),
    ]


def _title(row: TakenLoan) -> str:
    return str(row.figures.get("name") or _("Loan %(reference)s") % {"reference": row.reference})


def _themes(takeover: PortfolioTakeover) -> dict[str, Theme]:
    """The themes of the programme, by key and by label in any language."""
    themes = Theme.objects.filter(programme=takeover.programme)
    return {
        word.casefold(): theme for theme in themes for word in (theme.key, *theme.label.values())
    }


def _answer_keys(held: Round) -> dict[str, str]:
    """The question of the round's form by what its answer means."""
    assert held.form is not None, held.key
    return {one.meaning: one.key for one in held.form.questions.all() if one.meaning}


def _answers(keys: dict[str, str], row: TakenLoan) -> dict[str, Any]:
    given: dict[str, Any] = {
        "title": _title(row),
        "amount": row.principal_minor,
        "months": rhythm_of(row).months(row.figures["instalments"]),
    }
    return {keys[meaning]: value for meaning, value in given.items() if meaning in keys}


def _digest(given: dict[str, Any]) -> str:
    text = json.dumps(given, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
