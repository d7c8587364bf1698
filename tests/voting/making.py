"""Votes for tests: Norrverk's people and four ideas for 100 000 kr."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from grodd.base import clock
from grodd.people.models import Person
from grodd.voting.models import Poll
from grodd.voting.terms import Idea, PollTerms
from grodd.voting.usecases.create_poll import create_poll
from grodd.voting.usecases.open_poll import open_poll
from grodd.voting.usecases.save_ballot import save_ballot
from grodd.voting.usecases.set_option import set_option
from tests.programmes.making import sek
from tests.world import World

IDEAS = (
    Idea("Compost", sek(40_000), theme="Green"),
    Idea("Cargo bike", sek(30_000), theme="Green"),
    Idea("Quiet room", sek(50_000), theme="People"),
    Idea("Coffee", sek(20_000), theme="People"),
)
VOTES = {
    "amina": (1, 2), "otto": (1, 2), "rolf": (1, 2), "riitta": (3, 4), "carin": (3, 4),
    "kalle": (2,),
}  # fmt: skip


def poll_terms(**changed: Any) -> PollTerms:
    usual = PollTerms(
        title="What shall we try?",
        budget=sek(100_000),
        closes_at=clock.now() + timedelta(days=7),
    )
    return replace(usual, **changed)


def planned(world: World, ideas: tuple[Idea, ...] = IDEAS, terms: PollTerms | None = None) -> Poll:
    """A vote of Petra's with ideas, not open yet."""
    petra = world.asker(world.petra)
    poll = create_poll(
        by=petra, scope_id=world.company_scope.pk, terms=terms or poll_terms(), at=clock.now()
    )
    for idea in ideas:
        set_option(by=petra, poll_id=poll.pk, idea=idea, at=clock.now())
    return poll


def opened(world: World, ideas: tuple[Idea, ...] = IDEAS, terms: PollTerms | None = None) -> Poll:
    poll = planned(world, ideas, terms)
    return open_poll(by=world.asker(world.petra), poll_id=poll.pk, at=clock.now())


def voting(world: World, poll: Poll, person: Person, *numbers: int) -> None:
    for number in numbers:
        save_ballot(
            by=world.asker(person), poll_id=poll.pk, number=number, supports=True, at=clock.now()
        )


def all_voting(
    world: World, poll: Poll, votes: Mapping[str, tuple[int, ...]] | None = None
) -> None:
    for name, numbers in (votes or VOTES).items():
        voting(world, poll, getattr(world, name), *numbers)
