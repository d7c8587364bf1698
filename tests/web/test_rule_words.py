"""Rates and rules are written and read as people do, in the unit of each rule."""

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from grodd.web.organisation.forms import RuleForm
from grodd.web.organisation.rule_words import RULES, name_of, read_value, value_of

pytestmark = pytest.mark.once
GIVEN = {"country": "SE", "valid_from": "2026-01-01", "source": "Riksbanken"}


@pytest.mark.parametrize(
    ("key", "typed", "kept"),
    [
        ("reference_rate_bp", "4,5", 450),
        ("reference_rate_bp", "4.5 %", 450),
        ("reference_rate_bp", "-0,5", -50),
        ("base_amount_minor", "59 200", 5_920_000),
        ("termination_notice_days", "28", 28),
        ("limitation_years", "10", 10),
    ],
)
def test_a_value_is_read_in_the_unit_of_its_rule(key: str, typed: str, kept: int) -> None:
    form = RuleForm({**GIVEN, "key": key, "value": typed})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["value"] == kept


@pytest.mark.parametrize(
    ("key", "typed"),
    [
        ("reference_rate_bp", "four"),
        ("reference_rate_bp", "4,555"),
        ("base_amount_minor", "-1"),
        ("termination_notice_days", "2,5"),
    ],
)
def test_what_is_no_value_is_said_at_its_field(key: str, typed: str) -> None:
    form = RuleForm({**GIVEN, "key": key, "value": typed})
    assert not form.is_valid()
    assert list(form.errors) == ["value"]
    with pytest.raises(ValidationError):
        read_value(key, typed, "SEK")


def test_each_rule_has_a_name_and_its_value_a_unit() -> None:
    with override("en"):
        assert all(name_of(key) != key for key in RULES)
        assert name_of("made_up_days") == "made_up_days"
        assert value_of("reference_rate_bp", 225, "SEK").startswith("2.25")
        assert value_of("termination_notice_days", 1, "SEK") == "1 day"
        assert value_of("limitation_years", 10, "SEK") == "10 years"
        assert "180" in value_of("collection_demand_fee_minor", 18_000, "SEK")
