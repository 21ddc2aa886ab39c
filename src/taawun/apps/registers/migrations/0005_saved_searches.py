# SPDX-License-Identifier: Apache-2.0
"""Lists as officers have narrowed them."""

from django.db import migrations, models

import taawun.apps.ids


class Migration(migrations.Migration):
    dependencies = [("registers", "0004_drafts")]
    operations = [
        migrations.CreateModel(
            name="SavedSearch",
            fields=[
                (
                    "id",
                    models.CharField(
                        default=taawun.apps.ids.new_id,
                        editable=False,
                        max_length=36,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("officer_id", models.CharField(max_length=36)),
                ("page", models.CharField(max_length=40)),
                ("title", models.CharField(max_length=80)),
                ("query", models.CharField(max_length=1000)),
            ],
            options={
                "ordering": ("title", "id"),
                "indexes": [models.Index(fields=["officer_id", "page"], name="registers_saved_search")],
            },
        ),
    ]
