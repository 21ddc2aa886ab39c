# SPDX-License-Identifier: Apache-2.0
"""The triggers that keep savings and versions as they were."""

from django.db import migrations

from taawun.apps.triggers import Statements
from taawun.sectors.plans.guards import GUARD


class Migration(migrations.Migration):
    dependencies = [("plans", "0001_initial")]
    operations = [Statements(GUARD.migrate_forward, GUARD.migrate_back)]
