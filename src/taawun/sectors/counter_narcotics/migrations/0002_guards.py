# SPDX-License-Identifier: Apache-2.0
"""The trigger that refuses change of a reported row."""

from django.db import migrations

from taawun.sectors.counter_narcotics.guards import GUARD


class Migration(migrations.Migration):
    dependencies = [("counter_narcotics", "0001_initial")]
    operations = [GUARD.migration()]
