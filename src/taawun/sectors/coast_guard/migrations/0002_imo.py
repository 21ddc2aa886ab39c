# SPDX-License-Identifier: Apache-2.0
"""A vessel that states no IMO number is told from one that states seven zeros; which it was is not known of old rows."""

from django.db import migrations, models


def unknown(apps, schema_editor):
    apps.get_model("coast_guard", "Vessel").objects.filter(imo=0).update(imo=None)


def zeros(apps, schema_editor):
    apps.get_model("coast_guard", "Vessel").objects.filter(imo=None).update(imo=0)


class Migration(migrations.Migration):

    dependencies = [
        ("coast_guard", "0001_initial"),
    ]

    operations = [
        migrations.AlterField("vessel", "imo", models.BigIntegerField(null=True)),
        migrations.RunPython(unknown, zeros),
    ]
