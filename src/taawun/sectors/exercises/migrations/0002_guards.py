# SPDX-License-Identifier: Apache-2.0
"""The triggers that keep what was armed and fired."""

from django.db import migrations

from taawun.apps.triggers import Statements
from taawun.sectors.exercises.guards import GUARD


class Migration(migrations.Migration):
    dependencies = [("exercises", "0001_initial")]
    operations = [Statements(GUARD.migrate_forward, GUARD.migrate_back)]
