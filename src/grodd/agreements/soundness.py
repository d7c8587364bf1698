"""The links of bookings on PostgreSQL, kept by one look at all rows of a statement.

A foreign key asks once for each row, and asks when the night holds the book: a fifth of the whole
night. What a booking points at stays: vouchers are append-only, and loans cannot be deleted. On
SQLite foreign keys cost next to nothing, and stand.
"""

from collections.abc import Iterator

from django.db import connection
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from grodd.ledger.checking import Fault, missing_triggers

TABLE = "agreements_loanbooking"
KEYS = {"loan_id": "agreements_loan", "voucher_id": "ledger_voucher"}
GUARDED = {TABLE: ("is_sound",), "agreements_loan": ("stays_delete", "stays_key")}

# Nested loops, because a plan made for so many would read every voucher there is.
FUNCTION = """CREATE OR REPLACE FUNCTION refuse_unsound_bookings()
RETURNS trigger LANGUAGE plpgsql SET enable_hashjoin = off SET enable_mergejoin = off AS $$
BEGIN IF EXISTS (SELECT 1 FROM added b
  LEFT JOIN agreements_loan l ON l.id = b.loan_id
  LEFT JOIN ledger_voucher v ON v.id = b.voucher_id
  WHERE l.id IS NULL OR v.id IS NULL) THEN
  RAISE EXCEPTION 'agreements_loanbooking points at nothing'
  USING ERRCODE = 'integrity_constraint_violation';
END IF; RETURN NULL; END $$"""
SOUND = """CREATE TRIGGER agreements_loanbooking_is_sound AFTER INSERT ON agreements_loanbooking
REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION refuse_unsound_bookings()"""
STAYS = """CREATE TRIGGER agreements_loan_stays_{name} BEFORE {verb} ON agreements_loan
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"""
VERBS = {"delete": "DELETE", "key": "UPDATE OF id"}
KEYS_STANDING = """SELECT conname FROM pg_constraint WHERE contype = 'f'
AND conrelid = 'agreements_loanbooking'::regclass
AND confrelid IN ('agreements_loan'::regclass, 'ledger_voucher'::regclass)"""
DANGLING = """SELECT b.id FROM agreements_loanbooking b
LEFT JOIN agreements_loan l ON l.id = b.loan_id LEFT JOIN ledger_voucher v ON v.id = b.voucher_id
WHERE l.id IS NULL OR v.id IS NULL ORDER BY b.id LIMIT 20"""


def guard_bookings(editor: BaseDatabaseSchemaEditor) -> None:
    """Keep the links by a trigger instead of foreign keys, where a trigger can see a statement."""
    if editor.connection.vendor != "postgresql":
        return
    with editor.connection.cursor() as cursor:
        cursor.execute(KEYS_STANDING)
        names = [name for (name,) in cursor.fetchall()]
    for name in names:
        editor.execute(f'ALTER TABLE {TABLE} DROP CONSTRAINT "{name}"', params=None)
    editor.execute(FUNCTION, params=None)
    editor.execute(SOUND, params=None)
    for name, verb in VERBS.items():
        editor.execute(STAYS.format(name=name, verb=verb), params=None)


def unguard_bookings(editor: BaseDatabaseSchemaEditor) -> None:
    """Leave the links to foreign keys."""
    if editor.connection.vendor != "postgresql":
        return
    for table, endings in GUARDED.items():
        for ending in endings:
            editor.execute(f"DROP TRIGGER IF EXISTS {table}_{ending} ON {table}", params=None)
    for column, to in KEYS.items():
        editor.execute(
            f"ALTER TABLE {TABLE} ADD CONSTRAINT {TABLE}_{column}_fk FOREIGN KEY ({column}) "
            f"REFERENCES {to} (id) DEFERRABLE INITIALLY DEFERRED",
            params=None,
        )


def check_bookings() -> Iterator[Fault]:
    """What keeps bookings at their loans and vouchers, where it does not stand, and what fell."""
    if connection.vendor == "postgresql":
        yield from missing_triggers(GUARDED)
    with connection.cursor() as cursor:
        cursor.execute(DANGLING)
        dangling = cursor.fetchall()
    for (pk,) in dangling:
        yield Fault(f"{TABLE} {pk}", "points at a loan or a voucher that does not exist")
