# SPDX-License-Identifier: Apache-2.0
"""The trigger that refuses change of a version."""

from django.db import migrations

from taawun.apps.registers.guards import GUARD


class Migration(migrations.Migration):
    dependencies = [("registers", "0001_initial")]
    operations = [GUARD.migration()]
