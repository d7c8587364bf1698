from django.db import migrations

from grodd.base.immutability import append_only


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_first_tables")]
    operations = [
        append_only("ledger_voucher"),
        append_only("ledger_transfer"),
        append_only("ledger_reservation"),
        append_only("ledger_reservationend"),
    ]
