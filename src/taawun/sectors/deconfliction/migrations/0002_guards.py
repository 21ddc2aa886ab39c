# SPDX-License-Identifier: Apache-2.0
"""The row that is locked while an entry becomes live, and the triggers that keep entries and conflicts."""

from django.db import migrations

from taawun.apps.triggers import Statements
from taawun.sectors.deconfliction.guards import FIRST


def begin(apps, _schema_editor):
    """Make the one row."""
    apps.get_model("deconfliction", "Turn").objects.get_or_create(id=1)


class Migration(migrations.Migration):
    dependencies = [("deconfliction", "0001_initial")]
    operations = [
        migrations.RunPython(begin, migrations.RunPython.noop),
        Statements(FIRST.migrate_forward, FIRST.migrate_back),
    ]
