import pytest

from grodd.base import clock as base_clock
from grodd.base.errors import NotFound
from grodd.people.queries import holders, person_seen_by
from grodd.people.roles import Role
from tests.world import World


def test_a_role_in_one_scope_counts_only_there(world: World) -> None:
    world.grant(world.dana, Role.MENTOR, world.company, world.company_scope)
    dana = world.asker(world.dana)
    there = {"organisation_id": world.company.pk}
    assert dana.has(Role.MENTOR, **there, scope_id=world.company_scope.pk)
    assert not dana.has(Role.MENTOR, **there)
    assert not dana.has(Role.MENTOR, organisation_id=world.fund.pk, scope_id=world.fund_scope.pk)


def test_a_stranger_sees_nobody_but_herself(world: World) -> None:
    dana = world.asker(world.dana)
    assert person_seen_by(dana, person_id=world.dana.pk) == world.dana
    with pytest.raises(NotFound):
        person_seen_by(dana, person_id=world.amina.pk)


def test_holders_hold_through_the_scope_or_the_whole_organisation(world: World) -> None:
    world.grant(world.dana, Role.REVIEWER, world.company, world.company_scope)
    found = holders(
        Role.REVIEWER,
        organisation_id=world.company.pk,
        scope_id=world.company_scope.pk,
        on=base_clock.today(),
    )
    assert [person.name for person in found] == ["Dana", "Riitta", "Rolf"]
