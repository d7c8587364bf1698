"""Reading polls. A stranger finds none; nobody finds who voted what."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from grodd.base import clock
from grodd.base.errors import NotAllowed, NotFound
from grodd.engines.money import Money
from grodd.people.asker import Asker
from grodd.people.models import Membership, Person, Scope
from grodd.people.queries import grants_on, within
from grodd.people.roles import Role
from grodd.voting.choosing import Held, held
from grodd.voting.models import (
    Exclusion,
    Explanation,
    Interest,
    ListedVoter,
    OpenBallot,
    Opening,
    Option,
    Participation,
    Poll,
    Result,
)
from grodd.voting.refusals import NotCounted
from grodd.voting.secrecy import ballot_key, unseal

MANAGERS = (Role.PROGRAMME_MANAGER,)
READERS = (
    *MANAGERS,
    Role.COMMITTEE_MEMBER,
    Role.COMMITTEE_CHAIR,
    Role.AUDITOR,
    Role.ADMINISTRATOR,
)
"""Who sees a poll before it opens, and the committee's ranking after it closed."""

ELECTORATES = tuple(Poll.Electorate.values)
RULES = tuple(Poll.Rule.values)


def polls_seen_by(asker: Asker) -> QuerySet[Poll]:
    """The polls of the space that the asker works in: what is open first, then the newest."""
    return (
        Poll.objects.filter(_seen(asker), Q(scope__organisation_id=asker.organisation_id))
        .select_related("scope")
        .distinct()
        .order_by("closed_at", "-opened_at", "-pk")
    )


def poll_seen_by(asker: Asker, *, poll_id: int) -> Poll:
    """A poll that the asker may vote in, or reads by role.

    Raises:
        NotFound: when there is none, or none to see.
    """
    seen = Poll.objects.filter(_seen(asker), pk=poll_id).select_related("scope__organisation")
    if poll := seen.distinct().first():
        return poll
    raise NotFound


def _seen(asker: Asker) -> Q:
    """Readers see every poll; who may vote, or may not after all, sees those that have opened."""
    return within(asker, *READERS) | _votes(asker)


def _votes(asker: Asker) -> Q:
    """Opened polls whose electorate the asker belongs to."""
    belongs = _memberships(clock.today()).filter(person_id=asker.person_id)
    members = Q(
        electorate=Poll.Electorate.MEMBERS,
        scope__organisation_id__in=belongs.values("organisation_id"),
    )
    scoped = Q(electorate=Poll.Electorate.SCOPE) & within(asker, *Role)
    listed = Q(
        electorate=Poll.Electorate.LIST,
        pk__in=ListedVoter.objects.filter(person_id=asker.person_id).values("poll_id"),
    )
    return (members | scoped | listed) & Q(opened_at__isnull=False)


def polls_waiting_for(asker: Asker, *, at: datetime) -> QuerySet[Poll]:
    """Open polls in which the asker may vote and has not voted, in any space."""
    still = Q(closes_at__isnull=True) | Q(closes_at__gt=at)
    mine = {"poll": OuterRef("pk"), "person_id": asker.person_id}
    return Poll.objects.filter(
        _votes(asker),
        still,
        ~Exists(Participation.objects.filter(**mine)),
        ~Exists(Exclusion.objects.filter(**mine)),
        closed_at__isnull=True,
    )


def _memberships(today: object) -> QuerySet[Membership]:
    still = Q(valid_until__isnull=True) | Q(valid_until__gte=today)
    return Membership.objects.filter(still, valid_from__lte=today)


def reads(asker: Asker, poll: Poll) -> bool:
    """Whether the asker reads everything about a poll by role."""
    return _holds(asker, poll, READERS)


def manages(asker: Asker, poll: Poll) -> bool:
    """Whether the asker sets the poll up, opens and closes it."""
    return _holds(asker, poll, MANAGERS)


def _holds(asker: Asker, poll: Poll, roles: Iterable[str]) -> bool:
    scope = poll.scope
    return asker.has(*roles, organisation_id=scope.organisation_id, scope_id=scope.pk)


def poll_managed_by(asker: Asker, *, poll_id: int, lock: bool = False) -> Poll:
    """A poll that the asker manages; locked when it is about to change.

    Raises:
        NotAllowed: when the asker sees it, but does not manage it.
    """
    poll = poll_seen_by(asker, poll_id=poll_id)
    if not manages(asker, poll):
        raise NotAllowed
    return locked(poll.pk) if lock else poll


def locked(poll_id: int) -> Poll:
    """A poll, locked, with its scope."""
    rows = Poll.objects.select_for_update(of=("self",)).select_related("scope__organisation")
    return rows.get(pk=poll_id)


def scopes_to_poll_in(asker: Asker) -> list[Scope]:
    """The scopes of the space in which the asker may hold a vote.

    Raises:
        NotAllowed: when the asker reads polls there, but holds none.
        NotFound: when they do not even read them.
    """
    wide = Q(organisation_id__in=asker.organisations_where(*MANAGERS))
    rows = Scope.objects.filter(wide | Q(pk__in=asker.scopes_where(*MANAGERS)))
    found = list(rows.filter(Q(organisation_id=asker.organisation_id)).order_by("pk"))
    if found:
        return found
    if asker.organisation_id in asker.everywhere(*READERS):
        raise NotAllowed
    raise NotFound


def scope_managed_by(asker: Asker, *, scope_id: int) -> Scope:
    """A scope in which the asker may hold a vote."""
    scope = Scope.objects.select_related("organisation").filter(pk=scope_id).first()
    if scope is None:
        raise NotFound
    if asker.has(*MANAGERS, organisation_id=scope.organisation_id, scope_id=scope.pk):
        return scope
    if asker.has(*READERS, organisation_id=scope.organisation_id, scope_id=scope.pk):
        raise NotAllowed
    raise NotFound


def is_open(poll: Poll, *, at: datetime) -> bool:
    """Whether votes are taken at a moment."""
    if poll.opened_at is None or poll.closed_at is not None:
        return False
    return poll.closes_at is None or at < poll.closes_at


def state_of(poll: Poll, *, at: datetime) -> str:
    """``draft``, ``open``, ``over`` (not counted yet) or ``closed``."""
    if poll.opened_at is None:
        return "draft"
    if poll.closed_at is not None:
        return "closed"
    return "open" if is_open(poll, at=at) else "over"


def electorate_of(poll: Poll) -> QuerySet[Person]:
    """Everyone who may vote today, by name; those who were excluded are left out."""
    out = Exclusion.objects.filter(poll=poll).values("person_id")
    people = Person.objects.filter(_votes_in(poll), is_active=True).exclude(pk__in=out)
    return people.order_by("name", "pk")


def _votes_in(poll: Poll) -> Q:
    today, scope = clock.today(), poll.scope
    if poll.electorate == Poll.Electorate.LIST:
        return Q(pk__in=ListedVoter.objects.filter(poll=poll).values("person_id"))
    if poll.electorate == Poll.Electorate.SCOPE:
        where = Q(scope_id__isnull=True) | Q(scope_id=scope.pk)
        grants = grants_on(today).filter(where, organisation_id=scope.organisation_id)
        return Q(pk__in=grants.values("person_id"))
    rows = _memberships(today).filter(organisation_id=scope.organisation_id)
    return Q(pk__in=rows.values("person_id"))


def is_entitled(asker: Asker, poll: Poll) -> bool:
    """Whether the asker may vote in a poll."""
    return electorate_of(poll).filter(pk=asker.person_id).exists()


def exclusion_of(asker: Asker, poll: Poll) -> Exclusion | None:
    """That and why the asker may not vote after all."""
    return Exclusion.objects.filter(poll=poll, person_id=asker.person_id).first()


def exclusions_of(poll: Poll) -> Sequence[Exclusion]:
    """Who may not vote after all, and why."""
    return list(Exclusion.objects.filter(poll=poll).select_related("person").order_by("pk"))


def listed_voters(poll: Poll) -> set[int]:
    """The ids of those on the list of a poll."""
    return set(ListedVoter.objects.filter(poll=poll).values_list("person_id", flat=True))


def possible_voters(poll: Poll) -> QuerySet[Person]:
    """Everyone who can be named in a poll: who belongs to the organisation or holds a role there.

    Someone let in from outside, to apply, holds a role without belonging.
    """
    today, where = clock.today(), {"organisation_id": poll.scope.organisation_id}
    members = _memberships(today).filter(**where).values("person_id")
    holders = grants_on(today).filter(**where).values("person_id")
    people = Person.objects.filter(Q(pk__in=members) | Q(pk__in=holders), is_active=True)
    return people.order_by("name", "pk")


def options_of(poll: Poll) -> list[Option]:
    """The ideas with whoever has an interest in them (two queries)."""
    rows = Interest.objects.select_related("person").order_by("pk")
    return list(poll.options.prefetch_related(Prefetch("interests", rows)).order_by("number"))


def option_managed_by(asker: Asker, *, option_id: int) -> Option:
    """An idea of a poll that the asker manages."""
    option = Option.objects.filter(pk=option_id).select_related("poll__scope").first()
    if option is None:
        raise NotFound
    poll_managed_by(asker, poll_id=option.poll_id)
    return option


def barred_from(asker: Asker, poll: Poll) -> frozenset[int]:
    """The numbers of the options that the asker may not vote for."""
    return interests_of(asker, poll) if poll.bars_interested else frozenset()


def interests_of(asker: Asker, poll: Poll) -> frozenset[int]:
    """The numbers of the options in which the asker has an interest of their own."""
    rows = Interest.objects.filter(option__poll=poll, person_id=asker.person_id)
    return frozenset(rows.values_list("option__number", flat=True))


def own_choices(asker: Asker, poll: Poll) -> frozenset[int] | None:
    """What the asker supports now; None when they have not voted, or the poll is closed."""
    ballot = open_ballot(poll, asker.key)
    return None if ballot is None else unseal(_salt(poll), ballot.sealed)


def open_ballot(poll: Poll, voter_key: str) -> OpenBallot | None:
    """A voter's ballot, found with the secret key of the installation."""
    salt = _salt(poll)
    if not salt:
        return None
    return OpenBallot.objects.filter(pk=ballot_key(salt, voter_key)).first()


def _salt(poll: Poll) -> str:
    row = getattr(poll, "salt", None)
    return "" if row is None else row.salt


def has_voted(asker: Asker, poll: Poll) -> bool:
    """Whether the asker has voted, in an open or a closed poll."""
    return Participation.objects.filter(poll=poll, person_id=asker.person_id).exists()


def voted_polls(asker: Asker, poll_ids: Iterable[int]) -> set[int]:
    """In which of the polls the asker has voted."""
    rows = Participation.objects.filter(poll_id__in=poll_ids, person_id=asker.person_id)
    return set(rows.values_list("poll_id", flat=True))


def voted(poll: Poll) -> int:
    """How many have voted and may still."""
    if poll.closed_at is None:
        return OpenBallot.objects.filter(poll=poll).count()
    return result_of(poll).voted


def running_votes(poll: Poll) -> dict[int, int]:
    """Votes so far by the number of the option. Shown only where the poll says so."""
    salt = _salt(poll)
    votes: dict[int, int] = {}
    for sealed in OpenBallot.objects.filter(poll=poll).values_list("sealed", flat=True):
        for number in unseal(salt, sealed):
            votes[number] = votes.get(number, 0) + 1
    return votes


def result_of(poll: Poll) -> Result:
    """What came of a poll.

    Raises:
        NotCounted: before it is closed.
    """
    if row := Result.objects.filter(poll=poll).first():
        return row
    raise NotCounted(poll=poll.title)


def opening_of(poll: Poll) -> Opening | None:
    """What was stated when the poll opened; None before."""
    return Opening.objects.filter(poll=poll).select_related("opened_by").first()


def explanations_of(poll: Poll) -> dict[tuple[int, str], Explanation]:
    """What losing options lacked, as far as it has been worked out, by number and rule."""
    rows = Explanation.objects.filter(option__poll=poll).select_related("option")
    return {(one.option.number, one.rule): one for one in rows}


def held_poll(poll: Poll, options: Sequence[Option] | None = None) -> Held:
    """A closed poll with its options and counted ballots, ready for the rules."""
    return held(poll, options or options_of(poll), list(poll.counted_ballots.order_by("pk")))


def budget_of(poll: Poll) -> Money:
    """The money of a poll."""
    return Money(poll.budget_minor, poll.currency)


def cost_of(option: Option, poll: Poll) -> Money:
    """What an option costs."""
    return Money(option.cost_minor, poll.currency)


def polls_to_close(*, at: datetime) -> list[Poll]:
    """Open polls whose time is over."""
    due = Poll.objects.filter(opened_at__isnull=False, closed_at__isnull=True, closes_at__lte=at)
    return list(due.select_related("scope").order_by("pk"))
