"""Questions whose SQL is made once."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.db.models import CharField, F, QuerySet, Value
from django.test.utils import CaptureQueriesContext

from grodd.base.models import DatedRule
from grodd.base.prepared import Prepared
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


@pytest.mark.usefixtures("db")
def test_a_question_that_is_about_no_thing_in_particular_is_a_mistake() -> None:
    with pytest.raises(AssertionError):
        Prepared(lambda _pk: DatedRule.objects.values_list("pk")).rows(1)
