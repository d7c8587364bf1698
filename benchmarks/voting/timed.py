"""A company's vote, 200 voters and 40 ideas, from click to result.

Everything is done through the use cases and pages that the browser uses, on SQLite in memory and in
one process, in processor seconds, so that the figures hold on a busy machine too; best of three.
"""

import random
import time
from collections.abc import Callable
from fractions import Fraction
from itertools import count

from grodd.base import clock
from grodd.people.models import Membership, Person
from grodd.processes.explain_option import explain_option
from grodd.voting.models import OpenBallot, Poll, Result
from grodd.voting.secrecy import ballot_key, seal
from grodd.voting.terms import Idea
from grodd.voting.usecases.close_poll import close_poll
from tests.programmes.making import sek
from tests.voting.making import opened, poll_terms
from tests.web.stage import browser
from tests.world import LONG_AGO, World

VOTERS, IDEAS, ROUNDS = 200, 40, 3
draw = random.Random(1)


def held(world: World, title: str) -> Poll:
    """A vote about half a million, in which everybody has voted for two to eight ideas."""
    ideas = tuple(
        Idea(f"Idea {i}", sek(draw.randrange(5, 51) * 1_000), theme=f"Theme {i % 5}")
        for i in range(IDEAS)
    )
    poll = opened(world, ideas, poll_terms(title=title, budget=sek(500_000)))
    salt = poll.salt.salt
    OpenBallot.objects.bulk_create(
        OpenBallot(
            key=ballot_key(salt, person.audit_key),
            poll=poll,
            sealed=seal(
                salt, draw.sample(range(1, IDEAS + 1), draw.randrange(2, 9)), options=IDEAS
            ),
        )
        for person in Person.objects.filter(name="voter")
    )
    return poll


def best(act: Callable[[], object]) -> float:
    """Processor seconds of the quickest of three."""
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        act()
        times.append(time.process_time() - start)
    return min(times)


def main() -> None:
    world = World()
    people = Person.objects.bulk_create(
        Person(name="voter", email=f"voter{i}@example.org", language="en") for i in range(VOTERS)
    )
    Membership.objects.bulk_create(
        Membership(person=person, organisation=world.company, valid_from=LONG_AGO)
        for person in people
    )
    values = {i: Fraction(draw.randrange(20, 100), 100) for i in range(1, IDEAS + 1)}
    polls = [held(world, f"Vote {i}") for i in range(ROUNDS + 1)]
    waiting, running = iter(polls), polls[-1]
    petra, amina = browser(world.petra, world.company), browser(world.amina, world.company)
    numbers = count(1)

    def close() -> None:
        by = world.asker(world.petra)
        close_poll(by=by, poll_id=next(waiting).pk, values=values, at=clock.now())

    def click() -> None:
        sent = {"option": next(numbers), "supports": "yes"}
        amina.post(f"/votes/{running.pk}/ballot/", sent, headers={"HX-Request": "true"})

    rows = {
        "the ballot": best(lambda: amina.get(f"/votes/{running.pk}/")),
        "a click": best(click),
        "closing: three rules, with completion": best(close),
        "the result page": best(lambda: petra.get(f"/votes/{polls[0].pk}/result/")),
    }
    won = Result.objects.get(poll=polls[0]).content["outcomes"]["equal_shares"]["winners"]
    lost = iter(number for number in range(1, IDEAS + 1) if number not in won)
    rows["what one loser lacked"] = best(
        lambda: explain_option(poll_id=polls[0].pk, number=next(lost), rule="equal_shares")
    )
    print(f"{VOTERS} voters, {IDEAS} ideas; processor seconds, best of {ROUNDS}")
    for name, seconds in rows.items():
        print(f"{name:40} {seconds:8.3f}")
