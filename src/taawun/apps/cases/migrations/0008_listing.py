# SPDX-License-Identifier: Apache-2.0
"""Indexes of what lists and the status page show first, so that they cost the same on a large node."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0007_guards_again'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('closed__isnull', True)), fields=['purpose', 'authority', 'kind', 'pack_slug', 'state', 'phase'], name='cases_case_open'),
        ),
        migrations.AddIndex(
            model_name='clock',
            index=models.Index(condition=models.Q(('stopped__isnull', True), ('told__isnull', False)), fields=['due'], name='cases_clock_told'),
        ),
    ]
