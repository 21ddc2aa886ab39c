# SPDX-License-Identifier: Apache-2.0
"""The triggers that keep a handover as it was signed."""

from django.db import migrations

from taawun.apps.triggers import Statements
from taawun.sectors.liaison.guards import GUARD


class Migration(migrations.Migration):
    dependencies = [("liaison", "0001_initial")]
    operations = [Statements(GUARD.migrate_forward, GUARD.migrate_back)]
