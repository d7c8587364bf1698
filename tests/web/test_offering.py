"""The offer of a loan: how often it is repaid is chosen among what the frame allows."""

import pytest
from django.test import Client

from grodd.agreements.models import Loan
from grodd.engines.life import PaymentRules
from grodd.programmes.models import Frame
from tests.agreements.signing import Desk, reference_rates
from tests.web.conftest import SignedIn
from tests.world import World

pytestmark = pytest.mark.django_db
GIVEN = {
    "rhythm": "1 quarters", "instalments": "4", "grace": "1", "disburse_on": "2026-03-02",
    "first_due_on": "2026-06-02", "late_points_bp": "8", "mainly_for_business": "business",
}  # fmt: skip


@pytest.fixture
def desk(world: World) -> Desk:
    reference_rates()
    return Desk(world)


@pytest.fixture
def petra(desk: Desk, signed_in: SignedIn) -> Client:
    client = signed_in(desk.world.petra, desk.space)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def test_the_form_proposes_what_the_frame_says_first(desk: Desk, petra: Client) -> None:
    Frame.objects.filter(rounds=desk.round).update(loan_rhythms=["2 weeks", "1 quarters"])
    page = petra.get(f"/agreements/new/{desk.approved().pk}/").content.decode()
    assert '<option value="2 weeks" selected>Every 2 weeks</option>' in page
    assert '<option value="1 quarters">Every quarter</option>' in page
    assert 'name="instalments" value="26"' in page
    assert "The application asks for 12 months." in page
    assert "2026-03-16" not in page, "which day comes first depends on what is chosen"


def test_a_quarterly_loan_is_offered_and_its_pages_say_so(desk: Desk, petra: Client) -> None:
    agreed = PaymentRules(ordinary="instalment_first").written()
    frame = Frame.objects.filter(rounds=desk.round)
    frame.update(loan_rhythms=["1 months", "1 quarters"], payment_rules=agreed)
    made = petra.post(f"/agreements/new/{desk.approved().pk}/", GIVEN)
    assert made.status_code == 302
    loan = Loan.objects.get()
    assert (loan.rhythm.code, loan.instalments, loan.grace) == ("1 quarters", 4, 1)
    page = petra.get(f"/agreements/loans/{loan.pk}/").content.decode()
    assert "every quarter" in page
    assert "in it interest, principal, then late interest and fees; of a loan" in page
    assert petra.get(f"/agreements/{loan.agreement_id}/pdf/").content.startswith(b"%PDF")


def test_the_first_instalment_comes_one_step_after_the_money_unless_said(
    desk: Desk, petra: Client
) -> None:
    Frame.objects.filter(rounds=desk.round).update(loan_rhythms=["2 weeks"])
    address = f"/agreements/new/{desk.approved().pk}/"
    assert 'value="2026-03-16"' in petra.get(address).content.decode()
    given = GIVEN | {"rhythm": "2 weeks", "first_due_on": "", "instalments": "26"}
    assert petra.post(address, given).status_code == 302
    assert str(Loan.objects.get().first_due_on) == "2026-03-16"


def test_what_the_frame_does_not_allow_is_no_choice(desk: Desk, petra: Client) -> None:
    address = f"/agreements/new/{desk.approved().pk}/"
    assert petra.post(address, GIVEN | {"rhythm": "6 months"}).status_code == 422
    for fault in ({"rhythm": "3 fortnights"}, {"instalments": "0"}, {"grace": "x"}):
        assert petra.post(address, GIVEN | {"rhythm": "1 months"} | fault).status_code == 422
    assert not Loan.objects.exists()
