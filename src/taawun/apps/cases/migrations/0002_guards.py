# SPDX-License-Identifier: Apache-2.0
"""The triggers that keep history."""

from django.db import migrations

from taawun.apps.cases.guards import GUARD


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]
    operations = [GUARD.migration()]
