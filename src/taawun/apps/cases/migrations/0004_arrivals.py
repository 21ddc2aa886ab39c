# SPDX-License-Identifier: Apache-2.0
"""How far the bytes of a paper have come that a move of the other side names."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_refused_moves")]
    operations = [
        migrations.CreateModel(
            name="Arrival",
            fields=[
                (
                    "paper",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="arrival",
                        serialize=False,
                        to="cases.paper",
                    ),
                ),
                ("envelope", models.CharField(max_length=36)),
                ("place", models.PositiveIntegerField()),
                ("held", models.BigIntegerField(default=0)),
                ("most", models.PositiveIntegerField()),
                ("tries", models.PositiveIntegerField(default=0)),
                ("code", models.CharField(blank=True, max_length=80)),
                ("next_at", models.DateTimeField(null=True)),
                ("arrived", models.DateTimeField(null=True)),
            ],
            options={"indexes": [models.Index(fields=["next_at"], name="cases_arrival_due")]},
        ),
    ]
