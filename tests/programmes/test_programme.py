from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from grodd.base import clock
from grodd.base.errors import NotAllowed, NotFound
from grodd.base.lifecycle import steps_open
from grodd.base.models import AuditEvent, Phase
from grodd.people.roles import Role
from grodd.programmes import queries
from grodd.programmes.letters import FIELDS, merged, unknown_fields, written
from grodd.programmes.models import Letter, Question
from grodd.programmes.ready import TEMPLATES, template
from grodd.programmes.refusals import (
    BudgetBelowCommitted,
    CriteriaMissing,
    FrameRangeWrong,
    InstrumentMissing,
    MeaningAskedTwice,
    MeaningNeedsKind,
    MergeFieldUnknown,
    OptionsMissing,
    QuestionNeeded,
    RhythmMissing,
    RoundDatesWrong,
    RoundNotReady,
    RoundOver,
    RoundPublished,
    ScaleWrong,
)
from grodd.programmes.usecases.close_round import close_round
from grodd.programmes.usecases.commit_budget import commit_budget
from grodd.programmes.usecases.edit_criteria import edit_criteria
from grodd.programmes.usecases.edit_eligibility import edit_eligibility
from grodd.programmes.usecases.edit_frame import edit_frame
from grodd.programmes.usecases.edit_letter import edit_letter
from grodd.programmes.usecases.edit_round import edit_round
from grodd.programmes.usecases.edit_themes import edit_themes
from grodd.programmes.usecases.move_question import move_question
from grodd.programmes.usecases.publish_round import publish_round
from grodd.programmes.usecases.remove_question import remove_question
from grodd.programmes.usecases.save_question import save_question
from grodd.programmes.usecases.start_programme import start_programme
from grodd.programmes.words import (
    CriterionWords,
    EligibilityWords,
    LetterWords,
    QuestionWords,
    ThemeWords,
)
from tests.programmes.making import make_programme, make_round, plan, sek, terms
from tests.world import World

LANGUAGES = {"sv", "fi", "en"}


def said_everywhere(value: object) -> bool:
    """Whether every translated text inside ``value`` is there in all three languages."""
    if isinstance(value, dict):
        if set(value) & LANGUAGES:
            return set(value) == LANGUAGES and all(value.values())
        return all(said_everywhere(each) for each in value.values())
    return not isinstance(value, list) or all(said_everywhere(each) for each in value)


@pytest.mark.parametrize("key", TEMPLATES)
def test_a_ready_programme_speaks_three_languages(key: str) -> None:
    assert said_everywhere(template(key))


@pytest.mark.parametrize("key", TEMPLATES)
def test_a_ready_programme_has_every_letter_and_only_known_merge_fields(key: str) -> None:
    letters = template(key)["letters"]
    assert [one["kind"] for one in letters] == list(Letter.Kind.values)
    texts = [t for one in letters for t in (*one["subject"].values(), *one["body"].values())]
    assert [each for text in texts for each in unknown_fields(text)] == []


def test_a_programme_starts_whole(world: World) -> None:
    programme = make_programme(world)
    assert len(queries.themes_of(programme.pk)) == 4
    assert len(queries.questions_of(queries.form_of(programme))) == 12
    assert len(queries.letters_of(programme)) == len(Letter.Kind.values)
    assert programme.body is not None
    assert programme.body.name == "Innovationskommittén"
    assert AuditEvent.objects.filter(action="programme.started").count() == 1


def test_two_programmes_share_one_life_cycle_whose_kinds_carry_the_meaning(world: World) -> None:
    first, second = make_programme(world), make_programme(world)
    assert first.lifecycle == second.lifecycle
    assert first.scope.key != second.scope.key
    screening = Phase.objects.get(lifecycle=first.lifecycle, key="screening")
    manager = frozenset({Role.PROGRAMME_MANAGER.value})
    assert [step.key for step in steps_open(screening, manager)] == ["return", "pass", "reject"]


def test_only_a_manager_or_administrator_of_the_space_starts_a_programme(world: World) -> None:
    for person, error in ((world.rolf, NotAllowed), (world.dana, NotFound)):
        with pytest.raises(error):
            start_programme(
                organisation_id=world.company.pk,
                template="internal_innovation",
                name={"sv": "Nytt"},
                by=world.asker(person),
                at=clock.now(),
            )


def test_a_stranger_does_not_see_a_programme_and_an_auditor_does_not_change_it(
    world: World,
) -> None:
    programme = make_programme(world)
    with pytest.raises(NotFound):
        queries.programme_seen_by(world.asker(world.dana), programme_id=programme.pk)
    agda = world.asker(world.agda)
    assert queries.programme_seen_by(agda, programme_id=programme.pk) == programme
    with pytest.raises(NotAllowed):
        edit_frame(programme_id=programme.pk, terms=terms(), by=agda, at=clock.now())


def test_the_other_space_does_not_see_it(world: World) -> None:
    programme = make_programme(world, "fund")
    assert list(queries.programmes_seen_by(world.asker(world.petra, world.company))) == []
    seen = queries.programmes_seen_by(world.asker(world.petra, world.fund))
    assert list(seen) == [programme]


def test_a_frozen_frame_is_copied_with_its_self_check(world: World) -> None:
    programme = make_programme(world)
    round_ = make_round(world, programme)
    petra = world.asker(world.petra)
    changed = edit_frame(
        programme_id=programme.pk, terms=terms(amount_max=sek(60_000)), by=petra, at=clock.now()
    )
    assert round_.frame is not None
    assert (round_.frame.version, changed.version) == (1, 2)
    assert changed.amount_max_minor == 6_000_000
    assert changed.eligibility_questions.count() == round_.frame.eligibility_questions.count() == 3
    again = edit_frame(programme_id=programme.pk, terms=terms(), by=petra, at=clock.now())
    assert again.pk == changed.pk


def test_a_frame_refuses_ranges_that_fall_and_nothing_to_give(world: World) -> None:
    programme = make_programme(world)
    who: dict[str, Any] = {"by": world.asker(world.petra), "at": clock.now()}
    with pytest.raises(FrameRangeWrong):
        edit_frame(programme_id=programme.pk, terms=terms(amount_min=sek(90_000)), **who)
    with pytest.raises(FrameRangeWrong):
        edit_frame(programme_id=programme.pk, terms=terms(months_min=9), **who)
    with pytest.raises(InstrumentMissing):
        edit_frame(programme_id=programme.pk, terms=terms(instruments=()), **who)
    with pytest.raises(RhythmMissing):
        edit_frame(programme_id=programme.pk, terms=terms(loan_rhythms=()), **who)


def test_a_theme_left_out_is_retired_and_a_renamed_one_keeps_its_key(world: World) -> None:
    programme = make_programme(world)
    edit_themes(
        programme_id=programme.pk,
        themes=[
            ThemeWords(label={"sv": "Gröna tak", "en": "Green roofs"}, key="green"),
            ThemeWords(label={"sv": "Skola", "en": "School"}),
        ],
        by=world.asker(world.petra),
        at=clock.now(),
    )
    assert [one.key for one in queries.themes_of(programme.pk)] == ["green", "school"]
    assert len(queries.themes_of(programme.pk, retired_too=True)) == 5


def test_the_self_check_is_written_anew(world: World) -> None:
    programme = make_programme(world)
    frame = edit_eligibility(
        programme_id=programme.pk,
        questions=[EligibilityWords({"sv": "Är det tisdag?"}, False, {"sv": "Därför."})],
        by=world.asker(world.petra),
        at=clock.now(),
    )
    assert [(one.key, one.answer_needed) for one in queries.eligibility_of(frame)] == [
        ("check-1", False)
    ]


def test_questions_are_added_moved_changed_and_removed_in_a_new_version(world: World) -> None:
    programme = make_programme(world)
    round_ = make_round(world, programme)
    who: dict[str, Any] = {
        "programme_id": programme.pk,
        "by": world.asker(world.petra),
        "at": clock.now(),
    }
    words = QuestionWords(kind="short_text", label={"sv": "Var?", "en": "Where?"})
    added = save_question(key="", words=words, **who)
    move_question(key=added.key, steps=-100, **who)
    save_question(key=added.key, words=replace(words, is_required=True), **who)
    remove_question(key="risk", **who)
    form = queries.form_of(programme)
    keys = [one.key for one in queries.questions_of(form)]
    assert (form.version, keys[0], "risk" in keys) == (2, "where", False)
    assert queries.question_of(form, key="where").is_required
    assert round_.form is not None
    assert round_.form.questions.filter(key="risk").exists()
    with pytest.raises(NotFound):
        move_question(key="nowhere", steps=1, **who)


def test_a_question_that_the_chain_reads_keeps_its_shape(world: World) -> None:
    programme = make_programme(world)
    who: dict[str, Any] = {
        "programme_id": programme.pk,
        "by": world.asker(world.petra),
        "at": clock.now(),
    }
    label = {"sv": "Belopp"}
    with pytest.raises(MeaningNeedsKind):
        save_question(
            key="amount", words=QuestionWords("short_text", label, meaning="amount"), **who
        )
    with pytest.raises(MeaningAskedTwice):
        save_question(key="", words=QuestionWords("money", label, meaning="amount"), **who)
    with pytest.raises(OptionsMissing):
        save_question(key="", words=QuestionWords("choices", label), **who)
    with pytest.raises(QuestionNeeded):
        remove_question(key="title", **who)
    assert queries.form_of(programme).questions.filter(meaning=Question.Meaning.AMOUNT).exists()


def test_criteria_are_replaced_and_need_scales_that_rise(world: World) -> None:
    programme = make_programme(world)
    who: dict[str, Any] = {
        "programme_id": programme.pk,
        "by": world.asker(world.petra),
        "at": clock.now(),
    }
    good = CriterionWords(label={"sv": "Nytta", "en": "Benefit"}, help={}, weight=4)
    chosen = edit_criteria(criteria=[good, good], **who)
    assert [one.key for one in chosen.criteria.all()] == ["benefit", "benefit-2"]
    with pytest.raises(ScaleWrong):
        edit_criteria(criteria=[replace(good, low=5, high=1)], **who)
    with pytest.raises(CriteriaMissing):
        edit_criteria(criteria=[], **who)


def test_a_letter_takes_only_fields_that_can_be_filled_in(world: World) -> None:
    programme = make_programme(world)
    make_round(world, programme)
    who: dict[str, Any] = {
        "programme_id": programme.pk,
        "by": world.asker(world.petra),
        "at": clock.now(),
    }
    with pytest.raises(MergeFieldUnknown):
        edit_letter(kind="receipt", words=LetterWords({}, {}, {"sv": "Hej {{ nmae }}"}), **who)
    letter = edit_letter(kind="receipt", words=LetterWords({"sv": "Hej {{ name }}"}, {}), **who)
    assert letter.version == 2
    assert len(queries.letters_of(programme)) == len(Letter.Kind.values)


def test_a_letter_is_filled_in_and_what_is_not_known_is_a_dash() -> None:
    assert merged("Hej {{ name }}, {{title}}!", {"name": "Amina"}) == "Hej Amina, \N{EN DASH}!"
    subject, body = written(
        {"sv": "Ja", "en": "Yes"}, {"sv": "Till {{ name }}"}, facts={"name": "Bo"}, language="en"
    )
    assert (subject, body) == ("Yes", "Till Bo")
    assert unknown_fields("{{ name }} {{ Name }} }}") == ["{{ Name }}", "}}"]
    assert len(set(FIELDS)) == len(FIELDS)


def test_publishing_freezes_what_the_round_uses_and_can_be_said_twice(world: World) -> None:
    programme = make_programme(world)
    round_ = make_round(world, programme, published=False)
    petra = world.asker(world.petra)
    with pytest.raises(NotFound):
        queries.published_round(key=round_.key)
    first = publish_round(round_id=round_.pk, by=petra, at=clock.now())
    later = publish_round(round_id=round_.pk, by=petra, at=clock.now() + timedelta(hours=1))
    assert first.published_at == later.published_at
    assert queries.form_of(programme).frozen_at is not None
    assert queries.letter_for(round_.pk, kind="receipt").frozen_at is not None
    assert queries.published_round(key=round_.key) == round_
    assert list(queries.open_rounds(at=clock.now())) == [round_]


def test_a_round_without_a_letter_is_not_published(world: World) -> None:
    programme = make_programme(world)
    Letter.objects.filter(programme=programme, kind="rejected").delete()
    with pytest.raises(RoundNotReady):
        make_round(world, programme)


def test_a_round_closes_after_it_opens(world: World) -> None:
    programme = make_programme(world)
    with pytest.raises(RoundDatesWrong):
        make_round(world, programme, closes_at=clock.now() - timedelta(days=1))
    continuous = make_round(world, programme, closes_at=None)
    assert queries.is_open(continuous, at=clock.now() + timedelta(days=3650))


def test_after_publication_only_words_last_day_and_budget_change(world: World) -> None:
    round_ = make_round(world, make_programme(world))
    who: dict[str, Any] = {"round_id": round_.pk, "by": world.asker(world.petra), "at": clock.now()}
    longer = plan(closes_at=clock.now() + timedelta(days=60), budget=sek(500_000))
    assert edit_round(plan=longer, **who).budget_minor == 50_000_000
    with pytest.raises(RoundPublished):
        edit_round(plan=replace(longer, is_blind=False), **who)
    with pytest.raises(RoundDatesWrong):
        edit_round(plan=replace(longer, closes_at=clock.now()), **who)
    commit_budget(round_id=round_.pk, key="a", amount=sek(90_000), hours=5, at=clock.now())
    with pytest.raises(BudgetBelowCommitted):
        edit_round(plan=replace(longer, budget=sek(80_000)), **who)
    close_round(**who)
    with pytest.raises(RoundOver):
        edit_round(plan=longer, **who)


def test_a_closed_round_takes_nothing_more(world: World) -> None:
    round_ = make_round(world, make_programme(world))
    closed = close_round(round_id=round_.pk, by=world.asker(world.petra), at=clock.now())
    again = close_round(round_id=round_.pk, by=world.asker(world.petra), at=clock.now())
    assert closed.closed_at == again.closed_at
    assert not queries.is_open(closed, at=clock.now())
    assert AuditEvent.objects.filter(action="round.closed").count() == 1
