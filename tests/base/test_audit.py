from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from grodd.base import audit
from grodd.base.models import AuditEvent, AuditHead

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


def tell(count: int) -> None:
    for number in range(1, count + 1):
        audit.record(
            audit.Stamp(AT, "system"),
            action="thing.done",
            subject=f"thing:{number}",
            facts={"n": number},
        )


def attack(sql: str) -> None:
    """What someone could do who holds the database itself, past every trigger."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE base_auditevent DISABLE TRIGGER USER")
        else:
            cursor.execute("DROP TRIGGER base_auditevent_no_update")
            cursor.execute("DROP TRIGGER base_auditevent_no_delete")
        cursor.execute(sql)


@pytest.mark.django_db
def test_a_chain_that_nobody_touched_has_no_breaks() -> None:
    tell(5)
    assert list(audit.breaks()) == []


@pytest.mark.django_db
def test_a_changed_row_is_found() -> None:
    tell(5)
    attack("UPDATE base_auditevent SET action = 'thing.undone' WHERE number = 3")
    assert list(audit.breaks()) == [audit.Break(3, "changed")]


@pytest.mark.django_db
def test_a_missing_row_is_found() -> None:
    tell(5)
    attack("DELETE FROM base_auditevent WHERE number = 3")
    assert list(audit.breaks()) == [audit.Break(3, "missing")]


@pytest.mark.django_db
def test_rows_missing_at_the_end_are_found() -> None:
    tell(5)
    attack("DELETE FROM base_auditevent WHERE number >= 4")
    assert list(audit.breaks()) == [audit.Break(4, "missing"), audit.Break(5, "missing")]


@pytest.mark.django_db
def test_a_row_put_in_from_outside_is_found() -> None:
    tell(2)
    forged = AuditEvent(
        number=3, at=AT, actor="system", action="thing.done", subject="thing:3", facts={}
    )
    forged.hash = audit.seal(forged)
    forged.save()
    assert audit.Break(3, "inserted") in list(audit.breaks())


@pytest.mark.django_db
@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE base_auditevent SET actor = 'nobody'",
        "DELETE FROM base_auditevent",
        "INSERT OR REPLACE INTO base_auditevent SELECT * FROM base_auditevent",
        "TRUNCATE base_auditevent",
    ],
)
def test_the_database_itself_refuses_to_change_the_trail(sql: str) -> None:
    foreign = {"postgresql": "REPLACE", "sqlite": "TRUNCATE"}[connection.vendor]
    tell(1)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql if foreign not in sql else "DELETE FROM base_auditevent")
    assert AuditEvent.objects.get().actor == "system"
    assert AuditHead.objects.get().number == 1
