"""References against the published examples, and every single slip of a digit is found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import iso11649, luhn

from grodd.engines.formats.payment_references import finnish, ocr, rf

pytestmark = pytest.mark.once


def test_the_published_examples() -> None:
    assert ocr(12345) == "1234574"
    assert finnish(1000) == "10003"
    assert rf(finnish(1000)) == "RF6810003"


@given(st.integers(1, 10**15), st.data())
def test_a_slip_of_one_digit_shows(base: int, data: st.DataObject) -> None:
    number = ocr(base)
    assert luhn.is_valid(number)
    assert int(number[-2]) == len(number) % 10
    place = data.draw(st.integers(0, len(number) - 1))
    other = data.draw(st.sampled_from([d for d in "0123456789" if d != number[place]]))
    assert not luhn.is_valid(number[:place] + other + number[place + 1 :])


@given(st.integers(100, 10**15))
def test_every_base_has_a_reference_of_its_own(base: int) -> None:
    assert finnish(base) != finnish(base + 1)
    assert iso11649.is_valid(rf(finnish(base)))
