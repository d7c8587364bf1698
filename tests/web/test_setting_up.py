"""An organisation sets a programme up in the browser, without help and without JavaScript."""

import re
from typing import Any

import pytest
from django.test import Client

from grodd.programmes import queries
from grodd.programmes.models import Letter, Programme
from tests.applications.making import make_application
from tests.programmes.making import make_programme, make_round
from tests.web.stage import browser
from tests.world import World

FRAME = {
    "currency": "SEK", "instruments": "award", "who_may_apply": "anyone", "amount_min": "5 000",
    "amount_max": "40 000", "hours_max": "100", "months_min": "1", "months_max": "3",
    "check_in_every_days": "14", "remind_days_before": "2", "remind_late_days": "9, 2",
    "receipt_above": "500", "loan_rate_bp": "4,5", "loan_schedule": "straight",
    "loan_grace_months_max": "0", "loan_fee": "0", "loan_rhythms": ["1 quarters", "1 months"],
    "loan_other_days": "21", "rule_ordinary": "instalment_first",
    "rule_terminated": "principal_first", "rule_written_off": "costs_first",
    "rule_reach": "vertical", "rule_ahead": "shorter",
    "goals__sv": "Pröva mer.",
}  # fmt: skip


@pytest.fixture
def programme(world: World) -> Programme:
    return make_programme(world)


@pytest.fixture
def petra(world: World) -> Client:
    client = browser(world.petra, world.company)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def at(programme: Programme, path: str) -> str:
    return f"/programmes/{programme.pk}/{path}"


def inputs(page: str) -> dict[str, list[str]]:
    """What the fields of a page would send, in order; radio buttons and ticks only if on."""
    sent: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", page):
        name = re.search(r'name="([^"]+)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        is_off = re.search(r'type="(radio|checkbox)"', tag) and "checked" not in tag
        if name and not is_off:
            sent.setdefault(name.group(1), []).append(value.group(1) if value else "")
    for name, text in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>\s*([^<]*)</textarea>', page):
        sent.setdefault(name, []).append(text)
    return sent


def test_a_frame_is_changed_and_what_is_wrong_is_said_with_nothing_lost(
    petra: Client, programme: Programme
) -> None:
    page = petra.get(at(programme, "frame/"))
    assert page.status_code == 200
    wrong = petra.post(at(programme, "frame/"), {**FRAME, "amount_min": "90 000"})
    assert wrong.status_code == 422
    assert 'value="90 000"' in wrong.content.decode()
    for fault in ({"loan_rate_bp": "x"}, {"remind_late_days": "1, x"}, {"remind_late_days": "0"}):
        assert petra.post(at(programme, "frame/"), FRAME | fault).status_code == 422
    saved = petra.post(at(programme, "frame/"), FRAME)
    assert saved.status_code == 302
    frame = queries.frame_of(programme)
    assert (frame.amount_max_minor, frame.loan_rate_bp, frame.who_may_apply) == (
        4_000_000, 450, "anyone",
    )  # fmt: skip
    assert (frame.remind_days_before, frame.remind_late_days) == (2, [2, 9])
    assert 'value="2, 9"' in petra.get(at(programme, "frame/")).content.decode()


def test_themes_are_renamed_added_ordered_and_retired_by_buttons(
    petra: Client, programme: Programme
) -> None:
    address = at(programme, "themes/")
    sent = inputs(petra.get(address).content.decode())
    before = [one.key for one in queries.themes_of(programme.pk)]
    sent["line-0-label__sv"] = ["Gröna tak"]
    empty = sent["empty"][0]
    sent[f"line-{empty}-label__sv"] = ["Skola"]
    sent[f"line-{empty}-label__en"] = ["School"]
    sent["line-2-gone"] = ["on"]
    sent["move"] = ["up-1"]
    sent.pop("save", None)
    assert petra.post(address, sent).status_code == 302
    themes = queries.themes_of(programme.pk, retired_too=True)
    assert [one.key for one in themes] == [before[1], before[0], before[2], before[3], "school"]
    assert themes[1].label["sv"] == "Gröna tak"
    assert [one.key for one in themes if one.is_retired] == [before[2]]


def test_a_list_with_a_fault_keeps_what_was_typed_and_the_order(
    petra: Client, programme: Programme
) -> None:
    address = at(programme, "criteria/")
    sent = inputs(petra.get(address).content.decode())
    sent["line-0-label__sv"] = [""]
    sent["line-1-label__sv"] = ["Nyttan för andra"]
    sent["move"] = ["down-0"]
    sent.pop("save", None)
    page = petra.post(address, sent)
    text = page.content.decode()
    assert page.status_code == 422
    assert "Nyttan för andra" in text
    assert inputs(text)["line"][:2] == ["1", "0"]
    sent["line-0-label__sv"], sent["line-0-low"] = ["Ny"], ["5"]
    refused = petra.post(address, sent)
    assert refused.status_code == 422
    assert "needs a scale that rises" in refused.content.decode()


def test_the_self_check_is_written_line_by_line(petra: Client, programme: Programme) -> None:
    address = at(programme, "self-check/")
    sent = inputs(petra.get(address).content.decode())
    sent["line-0-gone"] = ["on"]
    empty = sent["empty"][0]
    sent[f"line-{empty}-text__sv"] = ["Har ni prövat förut?"]
    sent[f"line-{empty}-answer_needed"] = ["no"]
    assert petra.post(address, sent).status_code == 302
    checks = queries.eligibility_of(queries.frame_of(programme))
    assert (len(checks), checks[-1].answer_needed) == (3, False)


def test_questions_are_added_moved_changed_and_taken_away(
    petra: Client, programme: Programme
) -> None:
    page = petra.get(at(programme, "questions/"))
    assert page.status_code == 200
    ready = queries.ready_questions(queries.form_of(programme))[0]["key"]
    assert petra.get(at(programme, f"questions/new/?from={ready}")).status_code == 200
    assert petra.get(at(programme, "questions/new/?from=nothing")).status_code == 404
    words = {"label__sv": "Var?", "label__en": "Where?", "kind": "choice", "meaning": "",
             "options__sv": "Skola", "easy__sv": "Skriv en plats."}  # fmt: skip
    refused = petra.post(at(programme, "questions/new/"), words)
    assert refused.status_code == 422
    assert "Skriv en plats." in refused.content.decode()
    words |= {"options__sv": "Skola\nGård", "options__en": "School\nFarm"}
    assert petra.post(at(programme, "questions/new/"), words).status_code == 302
    petra.post(at(programme, "questions/where/move/"), {"to": "first"})
    words |= {"options__sv": "Park\nSkola\nGård", "options__en": "Park\nSchool\nFarm"}
    petra.post(at(programme, "questions/where/"), words)
    first = queries.questions_of(queries.form_of(programme))[0]
    assert first.easy == {"sv": "Skriv en plats."}
    assert [one["key"] for one in first.options] == ["park", "skola", "gard"]
    petra.post(at(programme, "questions/where/take-away/"))
    kept = petra.post(at(programme, "questions/title/take-away/"), follow=True)
    assert "cannot be removed" in kept.content.decode()
    keys = [one.key for one in queries.questions_of(queries.form_of(programme))]
    assert "where" not in keys
    assert "title" in keys


def test_a_letter_is_seen_filled_in_from_a_real_case_before_it_is_saved(
    world: World, petra: Client, programme: Programme
) -> None:
    case = make_application(world, make_round(world, programme))
    address = at(programme, "letters/receipt/")
    assert "Amina Berg" in petra.get(address).content.decode()
    typed = {"subject__sv": "Tack {{ name }}", "body__sv": "Om {{ title }}.", "preview": "yes",
             "case": str(case.pk)}  # fmt: skip
    page = petra.post(address, typed).content.decode()
    assert "Tack Amina" in page
    assert case.title in page
    assert not Letter.objects.filter(subject__sv="Tack {{ name }}").exists()
    typed.pop("preview")
    assert petra.post(address, typed).status_code == 302
    assert queries.letter_of(programme, kind="receipt").subject == {"sv": "Tack {{ name }}"}


def test_a_planned_round_says_what_is_missing_and_where_to_mend_it(
    world: World, petra: Client, programme: Programme
) -> None:
    round_ = make_round(world, programme, published=False)
    page = petra.get(f"/programmes/rounds/{round_.pk}/").content.decode()
    assert "Nobody has a seat" in page
    assert f"/decisions/bodies/{programme.body_id}/" in page
    assert "Publish the round?" in page
    Letter.objects.filter(programme=programme, kind="rejected").delete()
    page = petra.get(f"/programmes/rounds/{round_.pk}/").content.decode()
    assert "A letter is missing" in page
    assert "Publish the round?" not in page


def test_a_body_is_made_and_chosen_to_decide(petra: Client, programme: Programme) -> None:
    rules = {"name": "Styrelsen", "scope_id": str(programme.scope_id), "quorum_rule": "count",
             "quorum_value": "2", "majority_rule": "absolute"}  # fmt: skip
    assert petra.get("/decisions/bodies/new/").status_code == 200
    assert petra.post("/decisions/bodies/new/", {**rules, "name": ""}).status_code == 422
    made = petra.post("/decisions/bodies/new/", rules)
    assert petra.get(made["Location"]).status_code == 200
    body_id = int(made["Location"].rstrip("/").rpartition("/")[2])
    petra.post(at(programme, "body/"), {"body": str(body_id)})
    programme.refresh_from_db()
    assert programme.body_id == body_id
    petra.post(at(programme, "body/"), {"body": "0"})
    programme.refresh_from_db()
    assert programme.body_id == body_id


def test_pages_of_a_programme_ask_few_questions(
    petra: Client, programme: Programme, django_assert_max_num_queries: Any
) -> None:
    for path in ("", "frame/", "themes/", "criteria/", "questions/", "letters/receipt/"):
        with django_assert_max_num_queries(12):
            assert petra.get(at(programme, path)).status_code == 200


def test_how_loans_are_repaid_is_chosen_in_the_frame_and_shown_again(
    petra: Client, programme: Programme
) -> None:
    assert petra.post(at(programme, "frame/"), FRAME).status_code == 302
    frame = queries.frame_of(programme)
    # Every month is what an offer proposes where it is one of them.
    assert frame.loan_rhythms == ["1 months", "1 quarters", "21 days"]
    assert frame.payment_rules == {
        "ordinary": "instalment_first", "terminated": "principal_first",
        "written_off": "costs_first", "reach": "vertical", "ahead": "shorter",
    }  # fmt: skip
    page = petra.get(at(programme, "frame/")).content.decode()
    assert inputs(page)["loan_rhythms"] == ["1 months", "1 quarters", "21 days"]
    assert "Every 21 days" in page
    assert '<option value="shorter" selected>Makes the loan shorter</option>' in page
    first = page.index("Fees, late interest, interest, then principal")
    assert first < page.index("Principal, interest, then late interest and fees")
    for fault in ({"loan_rhythms": [], "loan_other_days": ""}, {"rule_ordinary": "by_mood"},
                  {"loan_other_days": "900"}):  # fmt: skip
        assert petra.post(at(programme, "frame/"), FRAME | fault).status_code == 422
