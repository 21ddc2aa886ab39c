# SPDX-License-Identifier: Apache-2.0
"""Requests for consent and their answers, with the triggers that keep them as they crossed."""

import django.db.models.deletion
from django.db import migrations, models

from taawun.apps.registers.consents.guards import GUARD


class Migration(migrations.Migration):
    dependencies = [("registers", "0005_saved_searches")]
    operations = [
        migrations.CreateModel(
            name="ConsentRequest",
            fields=[
                ("id", models.CharField(editable=False, max_length=36, primary_key=True, serialize=False)),
                ("record", models.CharField(max_length=36)),
                ("asker", models.CharField(max_length=2)),
                ("originator", models.CharField(max_length=2)),
                ("code", models.CharField(max_length=2)),
                ("purpose", models.CharField(max_length=80)),
                ("recipient", models.CharField(blank=True, max_length=2)),
                ("reason", models.CharField(max_length=4000)),
                ("officer_id", models.CharField(blank=True, max_length=36)),
                ("envelope", models.CharField(max_length=36)),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ("-at", "-id"),
                "indexes": [models.Index(fields=["record", "code"], name="registers_consent_record")],
            },
        ),
        migrations.CreateModel(
            name="ConsentReply",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("given", models.BooleanField()),
                ("reason", models.CharField(max_length=4000)),
                ("until", models.DateField(null=True)),
                ("officer_id", models.CharField(blank=True, max_length=36)),
                ("envelope", models.CharField(max_length=36, unique=True)),
                ("at", models.DateTimeField()),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replies",
                        to="registers.consentrequest",
                    ),
                ),
            ],
            options={"ordering": ("id",)},
        ),
        GUARD.migration(),
    ]
