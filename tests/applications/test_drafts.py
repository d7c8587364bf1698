import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from grodd.applications import queries
from grodd.applications.models import Submission
from grodd.applications.refusals import (
    AlreadyCoOwner,
    FileKindNotTaken,
    FileTooLarge,
    InvitationOver,
    MembersOnly,
    NotADraft,
    OwnerOnly,
    ReadOnly,
    RoundNotOpen,
    TooManyFiles,
)
from grodd.applications.usecases.accept_co_owner import accept_co_owner
from grodd.applications.usecases.attach_file import FILES_MAX, MEGABYTE, attach_file
from grodd.applications.usecases.invite_co_owner import invite_co_owner
from grodd.applications.usecases.open_late import open_late
from grodd.applications.usecases.remove_attachment import remove_attachment
from grodd.applications.usecases.remove_co_owner import remove_co_owner
from grodd.applications.usecases.save_draft import save_draft
from grodd.applications.usecases.start_application import start_application
from grodd.base import clock
from grodd.base.errors import ChangedMeanwhile, NotAllowed, NotFound
from grodd.base.models import AuditEvent, OutboxMessage
from grodd.people.roles import Role
from grodd.processes.secret_links import with_link
from grodd.programmes.models import Round
from tests.applications.making import make_application, make_draft
from tests.programmes.making import make_programme, make_round
from tests.world import World


@pytest.fixture
def round_(world: World) -> Round:
    return make_round(world, make_programme(world))


def token_of(message: OutboxMessage) -> str:
    """The token as the mail has it; the message that waits holds none."""
    assert "invitations" not in str(message.facts)
    found = re.search(r"invitations/([^/]+)/", with_link(message.template, message.facts)["url"])
    assert found
    return found.group(1)


def test_applications_are_numbered_in_their_round(world: World, round_: Round) -> None:
    first, second = make_draft(world, round_), make_draft(world, round_, owner=world.otto)
    assert [str(first), str(second)] == [f"{round_.key}-1", f"{round_.key}-2"]


def test_a_draft_fills_what_the_chain_reads(world: World, round_: Round) -> None:
    draft = make_draft(world, round_)
    assert (draft.title, draft.amount_minor, draft.hours) == (
        "Cykelverkstad på lunchen", 2_000_000, 40,
    )  # fmt: skip
    assert draft.theme is not None
    assert draft.theme.key == "green"


def test_a_newcomer_becomes_applicant_in_a_round_for_anyone(world: World) -> None:
    fund_round = make_round(world, make_programme(world, "fund"))
    start_application(
        round_id=fund_round.pk, language="sv", by=world.asker(world.dana), at=clock.now()
    )
    dana = world.asker(world.dana)
    assert dana.scopes_where(Role.APPLICANT) == {fund_round.programme.scope_id}


def test_a_round_for_members_is_not_for_strangers(world: World, round_: Round) -> None:
    with pytest.raises(MembersOnly):
        start_application(
            round_id=round_.pk, language="sv", by=world.asker(world.dana), at=clock.now()
        )


def test_a_round_that_is_not_open_takes_nothing(world: World, round_: Round) -> None:
    late = clock.now() + timedelta(days=31)
    with pytest.raises(RoundNotOpen):
        start_application(round_id=round_.pk, language="sv", by=world.asker(world.amina), at=late)
    planned = make_round(world, round_.programme, published=False)
    with pytest.raises(NotFound):
        start_application(
            round_id=planned.pk, language="sv", by=world.asker(world.amina), at=clock.now()
        )


def test_two_tabs_do_not_overwrite_each_other(world: World, round_: Round) -> None:
    draft = make_draft(world, round_)
    amina = world.asker(world.amina)
    who: dict[str, Any] = {"application_id": draft.pk, "version": 1, "by": amina, "at": clock.now()}
    save_draft(answers={"plan": "Flik ett"}, **who)
    with pytest.raises(ChangedMeanwhile):
        save_draft(answers={"plan": "Flik två"}, **who)
    same = save_draft(answers={"plan": "Flik ett"}, **who)
    assert same.draft_version == 2
    assert [one.answers["plan"] for one in draft.draft_versions.order_by("number")] == [
        "Hyr rum. Köp verktyg. Bjud in.", "Flik ett",
    ]  # fmt: skip


def test_a_draft_is_read_only_after_the_deadline_unless_opened_late(
    world: World, round_: Round
) -> None:
    draft = make_draft(world, round_)
    late = clock.now() + timedelta(days=31)
    change: dict[str, Any] = {"application_id": draft.pk, "version": 1, "answers": {"plan": "Sent"}}
    amina, petra = world.asker(world.amina), world.asker(world.petra)
    with pytest.raises(ReadOnly):
        save_draft(**change, by=amina, at=late)
    opening: dict[str, Any] = {
        "application_id": draft.pk,
        "until": late + timedelta(days=2),
        "at": late,
    }
    with pytest.raises(NotAllowed):
        open_late(**opening, reason="Sjuk", by=amina)
    open_late(**opening, reason="Sjuk", by=petra)
    assert save_draft(**change, by=amina, at=late).draft_version == 2
    with pytest.raises(ReadOnly):
        save_draft(
            **{**change, "version": 2, "answers": {"plan": "!"}}, by=amina,
            at=late + timedelta(days=3),
        )  # fmt: skip
    facts = AuditEvent.objects.get(action="application.opened_late").facts
    assert facts["reason"] == "Sjuk"


def test_what_is_submitted_is_not_opened_late(world: World, round_: Round) -> None:
    application = make_application(world, round_)
    with pytest.raises(NotADraft):
        open_late(
            application_id=application.pk,
            until=clock.now(),
            reason="",
            by=world.asker(world.petra),
            at=clock.now(),
        )


def test_who_sees_an_application(world: World, round_: Round) -> None:
    draft = make_draft(world, round_)
    seeing = set()
    for name, person in world.everyone().items():
        try:
            queries.application_seen_by(world.asker(person), application_id=draft.pk)
        except NotFound:
            continue
        seeing.add(name)
    assert seeing == {"amina", "petra", "bo", "finn", "adde", "agda", "ali"}


def test_a_reader_does_not_write(world: World, round_: Round) -> None:
    draft = make_draft(world, round_)
    for person in (world.agda, world.petra):
        with pytest.raises(NotAllowed):
            save_draft(
                application_id=draft.pk,
                version=1,
                answers={"plan": "Annat"},
                by=world.asker(person),
                at=clock.now(),
            )


def test_a_co_owner_writes_but_the_invitation_works_once(world: World, round_: Round) -> None:
    draft = make_draft(world, round_)
    amina, otto = world.asker(world.amina), world.asker(world.otto)
    who: dict[str, Any] = {"application_id": draft.pk, "by": amina, "at": clock.now()}
    invite_co_owner(email="Otto@example.org", **who)
    for taken in ("otto@example.org", "AMINA@example.org"):
        with pytest.raises(AlreadyCoOwner):
            invite_co_owner(email=taken, **who)
    token = token_of(OutboxMessage.objects.get(template="co_owner_invited"))
    accepted = accept_co_owner(token=token, by=otto, at=clock.now())
    assert accept_co_owner(token=token, by=otto, at=clock.now()) == accepted
    with pytest.raises(InvitationOver):
        accept_co_owner(token=token, by=world.asker(world.rolf), at=clock.now())
    save_draft(application_id=draft.pk, version=1, answers={"plan": "Med"}, by=otto, at=clock.now())
    with pytest.raises(OwnerOnly):
        invite_co_owner(application_id=draft.pk, email="x@example.org", by=otto, at=clock.now())


def test_a_removed_co_owner_sees_nothing_and_cannot_come_back(world: World, round_: Round) -> None:
    draft = make_draft(world, round_)
    amina, otto = world.asker(world.amina), world.asker(world.otto)
    made = invite_co_owner(
        application_id=draft.pk, email="otto@example.org", by=amina, at=clock.now()
    )
    token = token_of(OutboxMessage.objects.get(template="co_owner_invited"))
    accept_co_owner(token=token, by=otto, at=clock.now())
    gone: dict[str, Any] = {"application_id": draft.pk, "co_owner_id": made.pk, "at": clock.now()}
    with pytest.raises(OwnerOnly):
        remove_co_owner(**gone, by=world.asker(world.petra))
    remove_co_owner(**gone, by=amina)
    remove_co_owner(**gone, by=amina)
    with pytest.raises(NotFound):
        queries.application_seen_by(otto, application_id=draft.pk)
    with pytest.raises(NotFound):
        accept_co_owner(token=token, by=otto, at=clock.now())


def test_a_file_is_kept_once_and_only_its_readers_get_it(world: World, round_: Round) -> None:
    draft = make_draft(world, round_)
    who: dict[str, Any] = {
        "application_id": draft.pk,
        "by": world.asker(world.amina),
        "at": clock.now(),
    }
    file: dict[str, Any] = {
        "question_key": "appendix",
        "name": "offert.pdf",
        "content": b"%PDF-1.7 offert",
    }
    first = attach_file(**file, **who)
    assert attach_file(**file, **who) == first
    key = str(first.file.key)
    assert queries.content_of(first) == b"%PDF-1.7 offert"
    assert queries.attachment_seen_by(world.asker(world.agda), key=key) == first
    with pytest.raises(NotFound):
        queries.attachment_seen_by(world.asker(world.dana), key=key)
    remove_attachment(key=key, by=world.asker(world.amina), at=clock.now())
    assert queries.attachments_of(draft) == []


def test_files_of_the_wrong_kind_or_size_or_number_are_refused(world: World, round_: Round) -> None:
    draft = make_draft(world, round_)
    who: dict[str, Any] = {
        "application_id": draft.pk, "question_key": "appendix", "at": clock.now(),
        "by": world.asker(world.amina),
    }  # fmt: skip
    for name, content in (("virus.exe", b"MZ"), ("bild.png", b"%PDF"), ("tom.txt", b"")):
        with pytest.raises(FileKindNotTaken):
            attach_file(name=name, content=content, **who)
    with pytest.raises(FileTooLarge):
        attach_file(name="stor.txt", content=b"x" * (10 * MEGABYTE + 1), **who)
    for number in range(FILES_MAX):
        attach_file(name=f"{number}.txt", content=b"text %d" % number, **who)
    with pytest.raises(TooManyFiles):
        attach_file(name="one-more.txt", content=b"text", **who)


def test_a_file_of_a_submitted_application_stays(world: World, round_: Round) -> None:
    draft = make_draft(world, round_)
    who: dict[str, Any] = {
        "application_id": draft.pk,
        "by": world.asker(world.amina),
        "at": clock.now(),
    }
    made = attach_file(question_key="appendix", name="a.txt", content=b"a", **who)
    late = clock.now() + timedelta(days=40)
    with pytest.raises(ReadOnly):
        remove_attachment(key=str(made.file.key), by=world.asker(world.amina), at=late)


def test_a_submission_never_changes(world: World, round_: Round) -> None:
    make_application(world, round_)
    with pytest.raises(DatabaseError), transaction.atomic():
        Submission.objects.update(content_sha256="0" * 64)
