"""Papers as PDF, read back by a library that did not write them: every word is there, as text."""

import pytest
from django.utils import translation

from grodd.agreements.queries import Party
from grodd.base import clock
from grodd.decisions.terms import Terms
from grodd.decisions.usecases.close_meeting import close_meeting
from grodd.decisions.usecases.write_minutes import write_minutes
from grodd.processes.decide_matter import decide_matter
from grodd.reports.agreement_document import agreement_pdf, schedule_table
from grodd.reports.minutes import minutes_pdf
from tests.agreements.signing import LOAN, Desk
from tests.processes.deciding import Stage
from tests.reports.pdf_reading import words_of
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def plain(cell: str) -> str:
    return " ".join(cell.split())


@pytest.mark.parametrize("language", ["sv", "fi"])
def test_the_agreement_shows_every_instalment_and_who_said_yes(world: World, language: str) -> None:
    desk = Desk(world)
    agreement = desk.offered(LOAN, language=language)
    desk.accept(agreement, desk.amina, Party.RECIPIENT)
    words = words_of(agreement_pdf(agreement))
    with translation.override(language):
        rows = schedule_table(agreement.content)["rows"]
    assert len(rows) == 12
    assert [cell for row in rows for cell in row if plain(cell) not in words] == []
    assert "Berätta för oss hur det går." in words
    assert "Amina" in words
    assert agreement.content_sha256 in words.replace(" ", "")


def test_the_minutes_tell_the_votes_the_reasons_and_who_signed(world: World) -> None:
    stage = Stage(world)
    matter = stage.proposed("Lastcyklar")
    meeting = stage.meeting(matter)
    stage.vote(matter, world.carin, "yes")
    stage.vote(matter, world.kalle, "no")
    stage.vote(matter, world.chair, "yes")
    terms = Terms(reasons="En god idé för åkrar och ängar.", conditions="Börja smått.")
    decide_matter(by=stage.chair, matter_id=matter.pk, terms=terms, at=clock.now())
    close_meeting(by=stage.chair, meeting_id=meeting.pk, at=clock.now())
    with translation.override("sv"):
        draft = words_of(minutes_pdf(stage.chair, meeting_id=meeting.pk))
        write_minutes(by=stage.chair, meeting_id=meeting.pk, at=clock.now())
        signed = words_of(minutes_pdf(stage.chair, meeting_id=meeting.pk))
    for told in ("Lastcyklar", "2 ja, 1 nej", "En god idé för åkrar och ängar.", "Börja smått."):
        assert told in signed
    assert "SHA-256" not in draft
    assert "SHA-256" in signed
