"""Put the applications of a round to the vote."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext, override

from grodd.applications.models import Application
from grodd.applications.queries import co_owners_of
from grodd.assessment.queries import conflicts_of
from grodd.base.audit import Stamp
from grodd.base.models import PhaseKind
from grodd.engines.money import Money
from grodd.people.asker import Asker
from grodd.programmes.models import Round
from grodd.programmes.queries import money_left, round_managed_by
from grodd.voting.models import Poll
from grodd.voting.refusals import PollOpened
from grodd.voting.terms import Idea, PollTerms
from grodd.voting.usecases.create_poll import create_poll
from grodd.voting.usecases.note_interest import note_interest
from grodd.voting.usecases.set_option import set_option


@transaction.atomic
def poll_round(*, by: Asker, round_id: int, at: datetime) -> Poll:
    """Plan a vote on everything that passed the first look, with the money that is left.

    Again before the vote opens: what has passed since is put to the vote too, and whoever has got
    an interest of their own in an idea since, such as a new co-owner, is noted.

    Raises:
        NotFound, NotAllowed: when ``by`` does not manage the round.
        PollOpened: when the vote is open and there is something to add.
    """
    held = round_managed_by(by, round_id=round_id, lock=True)
    waiting = _waiting(held)
    if held.poll is None:
        held.poll = _create(held, by, at)
        held.save(update_fields=["poll"])
    elif held.poll.opened_at is not None and waiting:
        raise PollOpened(poll=held.poll.title, at=held.poll.opened_at)
    for application in waiting:
        option = set_option(by=by, poll_id=held.poll.pk, idea=_idea(application), at=at)
        application.option = option
        application.save(update_fields=["option"])
    _note_newcomers(held, Stamp(at, by.key, held.programme.organisation_id))
    return held.poll


def _note_newcomers(held: Round, stamp: Stamp) -> None:
    rows = Application.objects.filter(round=held, option__poll=held.poll)
    for application in rows.select_related("theme", "round__programme__organisation"):
        assert application.option_id is not None, application
        idea = _idea(application)
        for person_id in (*idea.owners, *idea.close_to):
            note_interest(
                option_id=application.option_id,
                person_id=person_id,
                owns=person_id in idea.owners,
                stamp=stamp,
            )


def _waiting(held: Round) -> Sequence[Application]:
    """What passed the first look and is not put to the vote yet, the oldest first."""
    rows = Application.objects.select_for_update(of=("self",)).filter(
        round=held, phase__kind=PhaseKind.ASSESSMENT, option__isnull=True, case__isnull=False
    )
    names = ("theme", "owner", "round__programme__organisation")
    return list(rows.select_related(*names).order_by("number"))


def _create(held: Round, by: Asker, at: datetime) -> Poll:
    programme = held.programme
    hours = held.budget_hours - held.committed_hours
    with override(programme.organisation.default_language):
        title = gettext("Vote: %(round)s") % {"round": held}
    terms = PollTerms(title=title, budget=money_left(held), budget_hours=hours or None)
    return create_poll(by=by, scope_id=programme.scope_id, terms=terms, at=at)


def _idea(application: Application) -> Idea:
    assert application.case_id is not None, application
    writers = [one.person_id for one in co_owners_of(application) if one.person_id]
    imported = bool(application.import_key)  # whoever imported it only keeps it
    owners = tuple(writers) if imported else (application.owner_id, *writers)
    # Not in the language of the idea: one theme with two names would be two themes.
    language = application.round.programme.organisation.default_language
    with override(language):
        theme = str(application.theme) if application.theme else ""
    return Idea(
        title=application.title,
        summary=application.summary,
        cost=Money(application.amount_minor or 0, application.currency),
        hours=application.hours or 0,
        theme=theme,
        owners=tuple(dict.fromkeys(owners)),
        close_to=tuple(one.person_id for one in conflicts_of(application.case_id)),
    )
