"""What the thread beside a night finds counts only for its step, and only if it could look."""

import pytest
from django.db import OperationalError

from grodd.base import bulk
from grodd.processes.nightly.ahead import Ahead

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once,  # nothing is looked at ahead on PostgreSQL
]


def test_what_was_found_is_for_one_step_and_given_once() -> None:
    with Ahead() as ahead:
        ahead.begin(7, lambda: ["due"])
        ahead.begin(7, lambda: ["looked at twice"])
        assert ahead.found(7) == ["due"]
        assert ahead.found(7) is None
        ahead.begin(8, lambda: ["due"])
        assert ahead.found(9) is None


def test_a_look_that_failed_is_no_look() -> None:
    def locked() -> None:
        raise OperationalError

    with Ahead() as ahead:
        ahead.begin(7, locked)
        assert ahead.found(7) is None


def test_a_fault_of_ours_is_not_swallowed() -> None:
    def wrong() -> None:
        raise KeyError

    with Ahead() as ahead:
        ahead.begin(7, wrong)
        with pytest.raises(KeyError):
            ahead.found(7)


def test_within_a_transaction_nothing_is_looked_at() -> None:
    assert not Ahead().can_look
    assert not bulk.is_postgresql()
