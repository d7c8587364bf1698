from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("payments", "0001_first_tables")]

    operations = [
        migrations.AddField("treasury", "bankgiro", models.CharField(blank=True, max_length=8)),
    ]
