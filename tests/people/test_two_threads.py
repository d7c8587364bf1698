"""Two administrators who lay their role down at the same moment: one of them stays."""

from datetime import timedelta
from functools import partial

import pytest

from grodd.base import clock
from grodd.people.models import Grant, Person
from grodd.people.roles import Role
from grodd.people.usecases.end_role import end_role
from tests.threads import at_once, kinds
from tests.world import World

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def lay_down(world: World, person: Person) -> None:
    mine = Grant.objects.get(person=person, organisation=world.company, role=Role.ADMINISTRATOR)
    yesterday = clock.today() - timedelta(days=1)
    end_role(by=world.asker(person), at=clock.now(), grant_id=mine.pk, last_day=yesterday)


def test_of_the_last_two_administrators_one_stays() -> None:
    world = World()
    world.grant(world.petra, Role.ADMINISTRATOR, world.company)
    answers = at_once(partial(lay_down, world, world.ali), partial(lay_down, world, world.petra))
    assert kinds(answers) == ["LastAdministrator", "NoneType"]
    left = Grant.objects.filter(
        organisation=world.company, role=Role.ADMINISTRATOR, valid_until__isnull=True
    )
    assert left.count() == 1
