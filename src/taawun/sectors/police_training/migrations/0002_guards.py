# SPDX-License-Identifier: Apache-2.0
"""The triggers that keep seats and badges as they were written."""

from django.db import migrations

from taawun.sectors.police_training.guards import GUARD


class Migration(migrations.Migration):
    dependencies = [("police_training", "0001_initial")]
    operations = [GUARD.migration()]
