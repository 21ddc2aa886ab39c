# SPDX-License-Identifier: Apache-2.0
"""The triggers that refuse change of a judgement."""

from django.db import migrations

from taawun.apps.identity.guards import GUARD


class Migration(migrations.Migration):
    dependencies = [("identity", "0001_initial")]
    operations = [GUARD.migration()]
