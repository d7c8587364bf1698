from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agreements", "0008_how_it_is_repaid"),
    ]

    operations = [
        migrations.AddField(
            model_name="loanposition",
            name="is_paid_from_end",
            field=models.BooleanField(
                default=False, help_text="Instalments may be paid that come after the next one."
            ),
        ),
    ]
