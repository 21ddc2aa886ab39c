# SPDX-License-Identifier: Apache-2.0
"""Values and words by which records are listed; a job takes them out of the records that are there."""

import django.db.models.deletion
from django.db import migrations, models

from taawun.apps.triggers import Statements

# Looking for beginnings of texts needs an index of its own on PostgreSQL, whatever the collation of the database.
BEGINNINGS = {
    "registers_key_begins": "registers_recordkey (key varchar_pattern_ops)",
    "registers_word_begins": "registers_recordword (word varchar_pattern_ops)",
}


def add_beginnings(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for name, place in BEGINNINGS.items():
            schema_editor.execute(f"CREATE INDEX {name} ON {place}")


def drop_beginnings(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for name in BEGINNINGS:
            schema_editor.execute(f"DROP INDEX {name}")


class Migration(migrations.Migration):
    dependencies = [("registers", "0002_guards")]
    operations = [
        migrations.CreateModel(
            name="Extraction",
            fields=[
                ("type", models.CharField(max_length=80, primary_key=True, serialize=False)),
                ("digest", models.CharField(max_length=64)),
                ("job", models.CharField(blank=True, max_length=36)),
            ],
        ),
        migrations.CreateModel(
            name="RecordValue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("type", models.CharField(max_length=80)),
                ("field", models.CharField(max_length=40)),
                ("value", models.CharField(blank=True, max_length=200)),
                ("number", models.DecimalField(decimal_places=9, max_digits=27, null=True)),
                ("updated", models.DateTimeField()),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="values_kept",
                        to="registers.record",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["type", "field", "value", "updated", "record"], name="registers_value")
                ],
            },
        ),
        migrations.CreateModel(
            name="RecordWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("word", models.CharField(max_length=60)),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="words_kept",
                        to="registers.record",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["word", "record"], name="registers_word")],
            },
        ),
        Statements(add_beginnings, drop_beginnings),
    ]
