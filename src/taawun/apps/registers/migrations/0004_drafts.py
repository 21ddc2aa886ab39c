# SPDX-License-Identifier: Apache-2.0
"""What officers have typed and not yet stated."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registers", "0003_listing")]
    operations = [
        migrations.CreateModel(
            name="RecordDraft",
            fields=[
                ("id", models.CharField(max_length=36, primary_key=True, serialize=False)),
                ("officer_id", models.CharField(max_length=36)),
                ("type", models.CharField(max_length=80)),
                ("record", models.CharField(blank=True, max_length=36)),
                ("said", models.JSONField()),
                ("kept", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["officer_id", "-kept"], name="registers_draft_officer"),
                    models.Index(
                        condition=models.Q(("record", ""), _negated=True),
                        fields=["record"],
                        name="registers_draft_record",
                    ),
                ],
            },
        ),
    ]
