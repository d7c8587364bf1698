"""Each component keeps its contract, escapes what it is given, and says what it needs to say."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory

from grodd.engines.money import Money
from grodd.web.components.marks import initials
from grodd.web.components.values import Cell, Column, Event, Step, Tab

pytestmark = pytest.mark.once

EVIL = '<b class="evil">&'
SAFE = "&lt;b class="


class Sample(forms.Form):
    title = forms.CharField(label="Name", help_text="A few <i>words</i>.", max_length=20)
    idea = forms.CharField(label="Idea", widget=forms.Textarea, max_length=500, required=False)
    reach = forms.ChoiceField(
        label="Reach", widget=forms.RadioSelect, choices=[("a", "Here"), ("b", EVIL)]
    )
    agree = forms.BooleanField(label="Agree", required=False)
    amount = forms.CharField(label="Amount")


def drawn(source: str, /, query: str = "", **context: Any) -> str:
    context["request"] = RequestFactory().get(f"/list/{query}")
    return Template(source).render(Context({"evil": EVIL, **context}))


def ids_in(html: str) -> list[str]:
    return re.findall(r'\sid="([^"]+)"', html)


COMPONENTS = {
    "page_header": "{% page_header evil lead=evil back_url='/' %}{% endpage_header %}",
    "panel": "{% panel heading=evil id='p' lead=evil %}x{% endpanel %}",
    "card": "{% card evil url='/' eyebrow=evil note=evil %}x{% endcard %}",
    "key_figure": "{% key_figure evil evil evil %}",
    "listen": "{% listen evil %}",
    "own_text": "{% own_text words %}",
    "badge": "{% badge evil %}",
    "stepper": "{% stepper steps label=evil %}",
    "timeline": "{% timeline events %}",
    "table": "{% table caption=evil columns=columns rows=rows %}{% endtable %}",
    "cell": "{% cell label=evil %}x{% endcell %}",
    "description_list": "{% description_list facts %}",
    "button": "{% button evil %}",
    "button as link": "{% button evil url='/' %}",
    "alert": "{% alert heading=evil %}x{% endalert %}",
    "empty_state": "{% empty_state evil evil '/' evil %}",
    "search_box": "{% search_box 'q' evil evil placeholder=evil %}",
    "tabs": "{% tabs items label=evil %}",
    "breadcrumb": "{% breadcrumb items %}",
    "person_chip": "{% person_chip evil evil %}",
    "remark": "{% remark who=evil note=evil %}x{% endremark %}",
    "dialog": "{% dialog id='d' heading=evil label=evil %}x{% enddialog %}",
    "confirmation": "{% confirmation heading=evil consequences=sentences %}x{% endconfirmation %}",
    "progress": "{% progress 1 2 evil note=evil %}",
    "chart": "{% chart evil svg columns rows note=evil %}",
    "choice_cards": "{% choice_cards form.reach %}",
    "field": "{% field form.reach %}",
}


@pytest.mark.parametrize("source", COMPONENTS.values(), ids=COMPONENTS.keys())
def test_a_component_escapes_what_it_is_given(source: str) -> None:
    html = drawn(
        source,
        steps=[Step(EVIL, "current", EVIL)],
        events=[Event(datetime(2026, 3, 2, tzinfo=UTC), EVIL, EVIL)],
        columns=[Column(EVIL, sort="x")],
        rows=[[Cell(EVIL, url="/", note=EVIL)], [EVIL], [Cell(EVIL, tone="info")]],
        facts=[(EVIL, EVIL), (EVIL, Cell(EVIL, tone="danger", note=EVIL))],
        items=[Tab(EVIL, "/", current=True, count=2)],
        sentences=[EVIL],
        svg=EVIL,
        words={"sv": EVIL},
        form=Sample(),
    )
    assert SAFE in html
    assert EVIL not in html
    assert len(ids_in(html)) == len(set(ids_in(html)))


BLOCKS = {name: source for name, source in COMPONENTS.items() if "{% end" in source}


@pytest.mark.parametrize("source", BLOCKS.values(), ids=BLOCKS.keys())
def test_what_the_page_puts_inside_a_component_keeps_its_markup(source: str) -> None:
    start = source.index("%}") + 2
    inside = source[:start] + " <p>Well <strong>done</strong></p> " + source[source.rindex("{%") :]
    html = drawn(inside, columns=["A"], rows=[], sentences=[])
    assert "<p>Well <strong>done</strong></p>" in html


def test_the_tone_of_an_alert_is_its_colour() -> None:
    html = drawn("{% alert tone='success' %}x{% endalert %}")
    assert 'data-color="success"' in html


def test_sort_links_keep_the_filters_and_begin_at_the_first_page() -> None:
    source = "{% table caption='C' columns=columns rows=rows sort=sort %}{% endtable %}"
    columns = [Column("Amount", sort="amount", kind="number"), Column("Who")]
    html = drawn(source, "?q=å&page=4", columns=columns, rows=[[1, 2]], sort="amount")
    assert 'href="?q=%C3%A5&amp;sort=-amount"' in html
    assert 'aria-sort="ascending"' in html
    falling = drawn(source, columns=columns, rows=[[1, 2]], sort="-amount")
    assert 'href="?sort=amount"' in falling
    assert 'aria-sort="descending"' in falling


def test_every_value_of_a_table_carries_its_label_for_a_phone() -> None:
    source = "{% table caption='C' columns=columns rows=rows %}{% endtable %}"
    html = drawn(source, columns=["Name", "Amount"], rows=[["Amina", Money(3_000_000, "SEK")]])
    assert '<th scope="row" data-kind="text" data-label="Name">' in html
    assert '<td data-kind="text" data-label="Amount">' in html
    assert "30,000" in html


def test_a_table_refuses_a_row_of_another_length() -> None:
    with pytest.raises(ValueError, match="zip"):
        drawn("{% table caption='C' columns=c rows=r %}{% endtable %}", c=["A", "B"], r=[["one"]])


def test_an_empty_table_shows_what_to_do_instead() -> None:
    source = "{% table caption='C' columns=c rows=r %}{% empty_state 'None' %}{% endtable %}"
    html = drawn(source, c=["A"], r=[])
    assert "<table" not in html
    assert "None" in html


def test_a_page_may_draw_the_lines_of_a_table_itself() -> None:
    source = (
        "{% table caption='C' columns=c %}<tr>{% cell label='A' head=True %}x{% endcell %}</tr>"
        "{% endtable %}"
    )
    assert '<th scope="row" data-kind="text" data-label="A">' in drawn(source, c=["A"])


def test_pages_of_a_list_keep_the_search() -> None:
    page = Paginator(range(100), 10).page(3)
    html = drawn("{% pagination page %}", "?q=x&page=3", page=page)
    assert 'href="?q=x&amp;page=2" rel="prev"' in html
    assert 'href="?q=x&amp;page=4" rel="next"' in html
    assert 'aria-current="true"' in html


def test_a_list_of_one_page_has_no_pagination() -> None:
    page = Paginator(range(5), 10).page(1)
    assert "<nav" not in drawn("{% pagination page %}", page=page)


def test_a_search_keeps_the_other_filters_but_not_the_page() -> None:
    html = drawn("{% search_box 'q' 'shed' 'Search' %}", "?state=open&page=3&q=old")
    assert '<input type="hidden" name="state" value="open">' in html
    assert 'name="page"' not in html
    assert 'href="?state=open"' in html


def test_a_field_tells_its_help_and_its_error_to_a_screen_reader() -> None:
    html = drawn("{% field form.title %}", form=Sample({}))
    assert 'aria-describedby="id_title_helptext id_title_error"' in html
    assert 'aria-invalid="true"' in html
    assert set(ids_in(html)) == {"id_title", "id_title_helptext", "id_title_error"}
    assert "<i>words" not in html


def test_only_what_may_be_left_out_is_marked() -> None:
    assert "optional" in drawn("{% field form.idea %}", form=Sample())
    assert "optional" not in drawn("{% field form.title %}", form=Sample())


def test_an_amount_shows_its_currency() -> None:
    form = Sample()
    form.fields["amount"].currency = "SEK"  # type: ignore[attr-defined] # as MoneyField has it
    assert "SEK</span>" in drawn("{% field form.amount %}", form=form)


def test_a_choice_has_a_legend_and_a_label_for_each() -> None:
    html = drawn("{% field form.reach %}", form=Sample())
    assert '<legend class="ds-label">Reach</legend>' in html
    assert html.count("<label") == 2


def test_choice_cards_tell_more_about_a_choice() -> None:
    html = drawn("{% choice_cards form.reach notes=n %}", form=Sample(), n={"a": "In this house."})
    assert "In this house." in html
    assert html.count('type="radio"') == 2


def test_the_summary_of_errors_leads_to_fields_that_exist() -> None:
    form = Sample({})
    html = drawn("{% form_errors form %}{% for f in form %}{% field f %}{% endfor %}", form=form)
    targets = set(re.findall(r'href="#([^"]+)"', html))
    assert targets == {"id_title", "id_reach_0", "id_amount"}
    assert targets <= set(ids_in(html))


def test_a_form_without_errors_has_no_summary() -> None:
    assert "error-summary" not in drawn("{% form_errors form %}", form=Sample())


def test_a_dialog_opens_without_javascript() -> None:
    html = drawn("{% dialog id='ask' heading='Sure?' label='Withdraw' %}x{% enddialog %}")
    assert 'href="#ask" data-opens="ask"' in html
    assert '<dialog class="dialog" id="ask" aria-labelledby="ask-heading">' in html


def test_a_step_says_in_words_where_it_is() -> None:
    html = drawn("{% stepper s %}", s=[Step("A", "done"), Step("B", "current"), Step("C")])
    assert html.count('aria-current="step"') == 1
    assert re.findall(r"\((done|now|to come)\)", html) == ["done", "now", "to come"]


@pytest.mark.parametrize("state", ["idle", "saving", "saved", "failed", "offline"])
def test_the_autosave_note_speaks_up_politely(state: str) -> None:
    html = drawn("{% autosave_note state %}", state=state)
    assert f'data-state="{state}" role="status" aria-live="polite"' in html


def test_progress_never_runs_past_its_end() -> None:
    html = drawn("{% progress 41 30 'Days late' %}")
    assert 'max="30" value="30"' in html
    assert "100 %" in html


def test_progress_of_nothing_is_nothing() -> None:
    assert "0 %" in drawn("{% progress 0 0 'Hours' %}")


def test_a_button_of_an_unknown_kind_is_a_mistake_of_ours() -> None:
    with pytest.raises(AssertionError):
        drawn("{% button 'Go' variant='huge' %}")


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Amina Berg", "AB"), ("Öjvind", "Ö"), ("Maj von der Lieth", "ML"), ("", "?"), ("(x)", "?")],
)
def test_initials_are_the_first_and_the_last(name: str, expected: str) -> None:
    assert initials(name) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, "\N{EN DASH}"),
        ("", "\N{EN DASH}"),
        (True, "Yes"),
        (False, "No"),
        (1234, "1,234"),
        ("x", "x"),
    ],
)
def test_values_are_shown_as_people_write_them(value: object, expected: str) -> None:
    assert drawn("{{ value|shown }}", value=value) == expected
