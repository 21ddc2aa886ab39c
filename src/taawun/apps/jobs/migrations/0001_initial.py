# SPDX-License-Identifier: Apache-2.0

import taawun.apps.ids
import taawun.apps.jobs.models
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Job',
            fields=[
                ('id', models.CharField(default=taawun.apps.ids.new_id, editable=False, max_length=36, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=80)),
                ('state', models.CharField(choices=[('queued', 'queued'), ('running', 'running'), ('done', 'done'), ('failed', 'failed'), ('cancelled', 'cancelled')], default='queued', max_length=20)),
                ('officer_id', models.CharField(blank=True, max_length=36)),
                ('params', models.JSONField(default=taawun.apps.jobs.models._nothing)),
                ('cursor', models.JSONField(null=True)),
                ('done', models.BigIntegerField(default=0)),
                ('total', models.BigIntegerField(null=True)),
                ('message', models.CharField(blank=True, max_length=80)),
                ('result', models.JSONField(null=True)),
                ('error', models.CharField(blank=True, max_length=80)),
                ('section', models.CharField(blank=True, max_length=20)),
                ('attempts', models.PositiveIntegerField(default=0)),
                ('created', models.DateTimeField()),
                ('due', models.DateTimeField()),
                ('started', models.DateTimeField(null=True)),
                ('finished', models.DateTimeField(null=True)),
                ('heartbeat', models.DateTimeField(null=True)),
                ('lease_owner', models.CharField(blank=True, max_length=80)),
                ('lease_until', models.DateTimeField(null=True)),
                ('cancel_asked', models.BooleanField(default=False)),
            ],
            options={
                'ordering': ('-created', '-id'),
                'indexes': [models.Index(condition=models.Q(('state', 'queued')), fields=['due', 'id'], name='jobs_job_queued'), models.Index(condition=models.Q(('state', 'running')), fields=['lease_until', 'id'], name='jobs_job_running'), models.Index(fields=['officer_id', '-created'], name='jobs_job_officer')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ('queued', 'running', 'done', 'failed', 'cancelled'))), name='jobs_job_state'), models.CheckConstraint(condition=models.Q(('done__gte', 0)), name='jobs_job_done'), models.CheckConstraint(condition=models.Q(('total__isnull', True), ('done__lte', models.F('total')), _connector='OR'), name='jobs_job_within_total')],
            },
        ),
    ]
