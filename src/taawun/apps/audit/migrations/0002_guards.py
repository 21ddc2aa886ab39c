# SPDX-License-Identifier: Apache-2.0
"""Triggers that refuse change and deletion of audit rows."""

from django.db import migrations

from taawun.apps.audit.guards import GUARD


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [GUARD.migration()]
