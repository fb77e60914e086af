from django.db import migrations, models

import shop.models.change


def begin_log(apps, schema_editor):
    apps.get_model("shop", "LogIdentity").objects.create()


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_shop")]

    operations = [
        migrations.CreateModel(
            name="LogIdentity",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "identity",
                    models.CharField(default=shop.models.change.new_identity, editable=False, max_length=8),
                ),
            ],
        ),
        migrations.AddField(
            model_name="liveticket",
            name="session_key",
            field=models.CharField(blank=True, default="", max_length=40),
            preserve_default=False,
        ),
        migrations.RunPython(begin_log, migrations.RunPython.noop),
    ]
