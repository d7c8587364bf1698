from datetime import date, timedelta
from typing import Any

import pytest

from grodd.base import clock
from grodd.base.errors import NotAllowed, NotFound
from grodd.base.models import AuditEvent
from grodd.people.models import Grant
from grodd.people.queries import holders
from grodd.people.refusals import LastAdministrator, RoleEndsBeforeItStarts, RoleHeldAlready
from grodd.people.roles import Role
from grodd.people.usecases.end_role import end_role
from grodd.people.usecases.give_role import give_role
from grodd.people.values import Place, Term
from tests.world import World

TODAY = date(2026, 3, 2)
YESTERDAY = TODAY - timedelta(days=1)


def grant_of(world: World, name: str, role: Role) -> Grant:
    person = world.everyone()[name]
    return Grant.objects.get(person=person, organisation=world.company, role=role)


def test_an_administrator_gives_a_role_for_some_days_only(world: World) -> None:
    give_role(
        by=world.asker(world.ali),
        at=clock.now(),
        person_id=world.rolf.pk,
        role=Role.FINANCE_OFFICER,
        place=Place(world.company.pk),
        term=Term(date(2026, 4, 1), date(2026, 4, 30)),
    )
    where: dict[str, Any] = {"organisation_id": world.company.pk, "scope_id": None}
    for day, holds in ((date(2026, 3, 31), False), (date(2026, 4, 30), True)):
        found = holders(Role.FINANCE_OFFICER, **where, on=day)
        assert (world.rolf in found) is holds
    assert world.rolf not in holders(Role.FINANCE_OFFICER, **where, on=date(2026, 5, 1))
    assert AuditEvent.objects.get(action="role.given").subject == f"person:{world.rolf.pk}"


def test_the_same_role_given_twice_is_one_grant(world: World) -> None:
    def give() -> Grant:
        return give_role(
            by=world.asker(world.ali),
            at=clock.now(),
            person_id=world.rolf.pk,
            role=Role.MENTOR,
            place=Place(world.company.pk),
            term=Term(TODAY),
        )

    assert give() == give()
    assert AuditEvent.objects.filter(action="role.given").count() == 1


def test_a_role_held_at_that_time_is_not_given_with_other_days(world: World) -> None:
    with pytest.raises(RoleHeldAlready):
        give_role(
            by=world.asker(world.ali),
            at=clock.now(),
            person_id=world.rolf.pk,
            role=Role.REVIEWER,
            place=Place(world.company.pk),
            term=Term(TODAY, date(2026, 12, 31)),
        )


def test_a_role_cannot_end_before_it_starts(world: World) -> None:
    with pytest.raises(RoleEndsBeforeItStarts):
        give_role(
            by=world.asker(world.ali),
            at=clock.now(),
            person_id=world.rolf.pk,
            role=Role.MENTOR,
            place=Place(world.company.pk),
            term=Term(TODAY, YESTERDAY),
        )


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.FINANCE_OFFICER, Role.AUDITOR])
def test_a_programme_manager_does_not_hand_out_the_keys(world: World, role: Role) -> None:
    with pytest.raises(NotAllowed):
        give_role(
            by=world.asker(world.petra),
            at=clock.now(),
            person_id=world.petra.pk,
            role=role,
            place=Place(world.company.pk),
            term=Term(TODAY),
        )


def test_a_manager_of_one_scope_gives_roles_in_that_scope_only(world: World) -> None:
    world.grant(world.dana, Role.PROGRAMME_MANAGER, world.company, world.company_scope)
    dana = world.asker(world.dana)

    def give(place: Place) -> Grant:
        return give_role(
            by=dana,
            at=clock.now(),
            person_id=world.carin.pk,
            role=Role.REVIEWER,
            place=place,
            term=Term(TODAY),
        )

    assert give(Place(world.company.pk, world.company_scope.pk)).scope == world.company_scope
    with pytest.raises(NotAllowed):
        give(Place(world.company.pk))
    with pytest.raises(NotFound):
        give(Place(world.fund.pk, world.fund_scope.pk))


def test_someone_who_does_not_belong_is_invited_not_given(world: World) -> None:
    with pytest.raises(NotFound):
        give_role(
            by=world.asker(world.ali),
            at=clock.now(),
            person_id=world.dana.pk,
            role=Role.REVIEWER,
            place=Place(world.company.pk),
            term=Term(TODAY),
        )


def test_an_ended_role_no_longer_counts(world: World) -> None:
    grant = grant_of(world, "rolf", Role.REVIEWER)
    end_role(by=world.asker(world.petra), at=clock.now(), grant_id=grant.pk, last_day=YESTERDAY)
    rolf = world.asker(world.rolf)
    assert not rolf.has(Role.REVIEWER, organisation_id=world.company.pk)
    assert rolf.has(Role.REVIEWER, organisation_id=world.fund.pk)


def test_anyone_may_lay_down_their_own_role(world: World) -> None:
    grant = grant_of(world, "bo", Role.FINANCE_OFFICER)
    end_role(by=world.asker(world.bo), at=clock.now(), grant_id=grant.pk, last_day=YESTERDAY)
    assert not world.asker(world.bo).has(Role.FINANCE_OFFICER, organisation_id=world.company.pk)


def test_the_last_administrator_stays(world: World) -> None:
    grant = grant_of(world, "ali", Role.ADMINISTRATOR)
    with pytest.raises(LastAdministrator):
        end_role(by=world.asker(world.ali), at=clock.now(), grant_id=grant.pk, last_day=YESTERDAY)
    world.grant(world.agda, Role.ADMINISTRATOR, world.company)
    end_role(by=world.asker(world.ali), at=clock.now(), grant_id=grant.pk, last_day=YESTERDAY)
    assert not world.asker(world.ali).has(Role.ADMINISTRATOR, organisation_id=world.company.pk)


def test_a_stranger_learns_nothing_of_a_role(world: World) -> None:
    grant = grant_of(world, "rolf", Role.REVIEWER)
    with pytest.raises(NotFound):
        end_role(by=world.asker(world.dana), at=clock.now(), grant_id=grant.pk, last_day=TODAY)
