# SPDX-License-Identifier: Apache-2.0
"""The index of slots holds boxes too, so that only rows whose boxes and spans meet are read from the table."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("deconfliction", "0002_guards")]
    operations = [
        migrations.RemoveIndex(model_name="entry", name="deconf_slot"),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                fields=["slot", "begins", "ends", "south", "north", "west", "width"], name="deconf_near"
            ),
        ),
    ]
