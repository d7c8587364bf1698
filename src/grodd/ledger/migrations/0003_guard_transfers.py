from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from grodd.base.immutability import OnDatabase

# What CHECK constraints cannot see: both sides of a transfer lie in the voucher's book and in one
# currency. SQLite would besides keep 1.5 in an integer column without a word.
JOINS_WELL = """SELECT 1 FROM ledger_voucher v
  JOIN ledger_account d ON d.id = NEW.debit_id AND d.book_id = v.book_id
  JOIN ledger_account c ON c.id = NEW.credit_id AND c.book_id = v.book_id
  WHERE v.id = NEW.voucher_id AND d.currency = c.currency"""
SQLITE = f"""CREATE TRIGGER ledger_transfer_is_sound BEFORE INSERT ON "ledger_transfer"
WHEN typeof(NEW.amount_minor) <> 'integer' OR NOT EXISTS ({JOINS_WELL})
BEGIN SELECT RAISE(ABORT, 'ledger_transfer joins what must not be joined'); END"""
POSTGRES_FUNCTION = f"""CREATE OR REPLACE FUNCTION refuse_unsound_transfer()
RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN IF NOT EXISTS ({JOINS_WELL}) THEN
  RAISE EXCEPTION 'ledger_transfer joins what must not be joined'
  USING ERRCODE = 'integrity_constraint_violation';
END IF; RETURN NEW; END $$"""
POSTGRES = """CREATE TRIGGER ledger_transfer_is_sound BEFORE INSERT ON "ledger_transfer"
FOR EACH ROW EXECUTE FUNCTION refuse_unsound_transfer()"""


def guard(editor: BaseDatabaseSchemaEditor) -> None:
    unguard(editor)
    if editor.connection.vendor == "postgresql":
        editor.execute(POSTGRES_FUNCTION, params=None)
        editor.execute(POSTGRES, params=None)
    else:
        editor.execute(SQLITE, params=None)


def unguard(editor: BaseDatabaseSchemaEditor) -> None:
    on = ' ON "ledger_transfer"' if editor.connection.vendor == "postgresql" else ""
    editor.execute(f"DROP TRIGGER IF EXISTS ledger_transfer_is_sound{on}", params=None)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_append_only")]
    operations = [OnDatabase(guard, unguard)]
