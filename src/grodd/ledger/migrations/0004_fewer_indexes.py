import django.db.models.deletion
from django.db import migrations, models

from grodd.base.immutability import OnDatabase, append_only
from grodd.ledger.soundness import guard_links, guard_rows, guard_statements, unguard_links


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_guard_transfers")]
    operations = [
        migrations.AlterField(
            model_name="transfer",
            name="voucher",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="transfers",
                to="ledger.voucher",
            ),
        ),
        migrations.AlterField(
            model_name="transfer",
            name="debit",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="debits",
                to="ledger.account",
            ),
        ),
        migrations.AlterField(
            model_name="transfer",
            name="credit",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="credits",
                to="ledger.account",
            ),
        ),
        migrations.AlterField(
            model_name="voucher",
            name="book",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="vouchers",
                to="ledger.book",
            ),
        ),
        migrations.AlterField(
            model_name="voucher",
            name="series",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="vouchers",
                to="ledger.series",
            ),
        ),
        # SQLite made these tables anew, and let their triggers go.
        append_only("ledger_voucher"),
        append_only("ledger_transfer"),
        OnDatabase(guard_statements, guard_rows),
        OnDatabase(guard_links, unguard_links),
    ]
