"""Questions whose SQL is made once."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.db.models import CharField, F, OuterRef, QuerySet, Subquery, Value
from django.test.utils import CaptureQueriesContext

from grodd.base.models import DatedRule
from grodd.base.prepared import NUMBER_MAX, Prepared, PreparedThings
from grodd.people.models import Organisation
from tests.world import World


def _rules(pk: int) -> QuerySet[Any, tuple[Any, ...]]:
    return DatedRule.objects.filter(pk=pk).values_list("pk", "key", "valid_from", "value")


def _names(pk: int) -> QuerySet[Any, tuple[Any, ...]]:
    spaces = Organisation.objects.filter(pk=pk).order_by()
    called = spaces.annotate(kind=Value("name", CharField()), text=F("name"))
    placed = spaces.annotate(kind=Value("country", CharField()), text=F("country"))
    columns = ("kind", "text")
    return called.values_list(*columns).union(placed.values_list(*columns), all=True)


def _whole(pk: int, day: date) -> QuerySet[Organisation]:
    rules = DatedRule.objects.filter(country=OuterRef("country"), valid_from__lte=day)
    last = rules.order_by("-valid_from").values("value")[:1]
    spaces = Organisation.objects.filter(pk=pk).select_related("served_by")
    return spaces.annotate(rule=Subquery(last), server=F("served_by__name"))


def _of_many(country: str, key: str, *values: int) -> QuerySet[Any, tuple[Any, ...]]:
    rules = DatedRule.objects.filter(country=country, key=key, value__in=values)
    return rules.order_by("pk").values_list("valid_from", "value")


@pytest.fixture
def two_rules(db: None) -> list[DatedRule]:  # noqa: ARG001 - opens the database
    days = (date(2026, 1, 1), date(2026, 7, 1))
    return [
        DatedRule.objects.create(
            country="SE", key="prepared", valid_from=day, value=n, source="Here"
        )
        for n, day in enumerate(days)
    ]


def test_each_thing_gets_its_own_answer_as_django_gives_it(two_rules: list[DatedRule]) -> None:
    asked = Prepared(_rules)
    for rule in two_rules:
        assert asked.rows(rule.pk) == list(_rules(rule.pk))
        assert asked.rows(rule.pk)[0][2] == rule.valid_from
    assert asked.rows(0) == []


def test_a_union_is_asked_in_one_query_about_each_of_its_parts(world: World) -> None:
    asked = Prepared(_names)
    for space in (world.fund, world.company):
        with CaptureQueriesContext(connection) as caught:
            rows = asked.rows(space.pk)
        assert sorted(rows) == [("country", space.country), ("name", space.name)]
        assert len(caught) == 1


def test_sql_is_made_once(two_rules: list[DatedRule]) -> None:
    made: list[int] = []

    def rules(pk: int) -> QuerySet[Any, tuple[Any, ...]]:
        made.append(pk)
        return _rules(pk)

    asked = Prepared(rules)
    assert [asked.rows(rule.pk)[0][3] for rule in two_rules] == [0, 1]
    assert len(made) == 1


def _fields(thing: Any) -> dict[str, Any]:
    return {name: value for name, value in vars(thing).items() if name != "_state"}


def test_whole_things_come_with_what_belongs_to_them_as_on_the_day(
    world: World, two_rules: list[DatedRule]
) -> None:
    Organisation.objects.filter(pk=world.company.pk).update(served_by=world.fund)
    asked = PreparedThings[Organisation](_whole)
    for rule in two_rules:
        with CaptureQueriesContext(connection) as caught:
            [company] = asked.of(world.company.pk, rule.valid_from)
            assert company.served_by == world.fund
        assert len(caught) == 1
        [django] = _whole(world.company.pk, rule.valid_from)
        assert _fields(company) == _fields(django)
        assert _fields(company)["rule"] == rule.value
        [fund] = asked.of(world.fund.pk, rule.valid_from)
        assert fund.served_by is None
    assert asked.of(0, two_rules[0].valid_from) == []


def test_a_thing_that_was_found_can_be_written(world: World, two_rules: list[DatedRule]) -> None:
    [fund] = PreparedThings[Organisation](_whole).of(world.fund.pk, two_rules[0].valid_from)
    fund.name = "Another name"
    fund.save()
    world.fund.refresh_from_db()
    assert world.fund.name == "Another name"


def test_words_and_any_count_of_numbers_may_differ(two_rules: list[DatedRule]) -> None:
    asked = Prepared(_of_many)
    first, last = ((rule.valid_from, rule.value) for rule in two_rules)
    assert asked.rows("SE", "prepared", 0) == [first]
    assert asked.rows("SE", "prepared", 1) == [last]
    assert asked.rows("SE", "prepared", 1, 0) == [first, last]
    assert asked.rows("FI", "prepared", 1) == []


@pytest.mark.usefixtures("db")
def test_a_number_that_no_database_keeps_is_of_nothing() -> None:
    assert Prepared(_rules).rows(NUMBER_MAX + 1) == []
    assert PreparedThings[Organisation](_whole).of(-NUMBER_MAX - 2, date(2026, 1, 1)) == []


@pytest.mark.usefixtures("db")
def test_a_question_that_is_about_no_thing_in_particular_is_a_mistake() -> None:
    with pytest.raises(AssertionError):
        Prepared(lambda _pk: DatedRule.objects.values_list("pk")).rows(1)
