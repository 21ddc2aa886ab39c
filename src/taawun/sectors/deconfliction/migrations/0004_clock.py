# SPDX-License-Identifier: Apache-2.0
"""When a conflict ran late, and that one which is erased was meant to be (spec §87.9, §87.11)."""

from django.db import migrations, models

from taawun.apps.triggers import Statements
from taawun.sectors.deconfliction.guards import FIRST, SECOND


class Migration(migrations.Migration):
    dependencies = [("deconfliction", "0003_near")]
    operations = [
        Statements(FIRST.migrate_back, FIRST.migrate_forward),
        migrations.AddField(model_name="conflict", name="overdue", field=models.DateTimeField(null=True)),
        migrations.AddField(model_name="conflict", name="forgotten", field=models.DateTimeField(null=True)),
        SECOND.migration(),
    ]
