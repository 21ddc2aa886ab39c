# SPDX-License-Identifier: Apache-2.0
"""That evidence is tainted, said at any time, with the triggers that keep it said (CAT 15)."""

import django.db.models.deletion
from django.db import migrations, models

from taawun.apps.cases.guards import TAINTS


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_guards")]
    operations = [
        migrations.CreateModel(
            name="EvidenceTaint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.CharField(max_length=20000)),
                ("officer_id", models.CharField(max_length=36)),
                ("authority", models.CharField(max_length=80)),
                ("at", models.DateTimeField()),
                (
                    "evidence",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="taints", to="cases.evidence"
                    ),
                ),
            ],
            options={"ordering": ("at", "id")},
        ),
        TAINTS.migration(),
    ]
