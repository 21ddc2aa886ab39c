# SPDX-License-Identifier: Apache-2.0

from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Anchor',
            fields=[
                ('id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('first', models.BigIntegerField()),
                ('last', models.BigIntegerField()),
                ('lines', models.BigIntegerField()),
                ('root', models.CharField(max_length=64)),
                ('entry', models.CharField(max_length=36)),
            ],
            options={
                'ordering': ('id',),
            },
        ),
        migrations.CreateModel(
            name='Line',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('officer_id', models.CharField(blank=True, max_length=36)),
                ('authority', models.CharField(blank=True, max_length=80)),
                ('actor_kind', models.CharField(max_length=20)),
                ('act', models.CharField(max_length=80)),
                ('object_type', models.CharField(max_length=40)),
                ('object_id', models.CharField(max_length=120)),
                ('purpose', models.CharField(max_length=200)),
                ('outcome', models.CharField(choices=[('allowed', 'allowed'), ('refused', 'refused')], default='allowed', max_length=7)),
                ('section', models.CharField(blank=True, max_length=20)),
                ('salt', models.CharField(max_length=32)),
                ('digest', models.CharField(max_length=64)),
                ('anchored_in', models.BigIntegerField(null=True)),
            ],
            options={
                'ordering': ('id',),
                'indexes': [models.Index(fields=['officer_id', 'id'], name='audit_line_officer'), models.Index(fields=['object_type', 'object_id', 'id'], name='audit_line_object'), models.Index(fields=['at', 'id'], name='audit_line_at'), models.Index(condition=models.Q(('anchored_in__isnull', True)), fields=['id'], name='audit_line_waiting')],
                'constraints': [models.CheckConstraint(condition=models.Q(('purpose', ''), _negated=True), name='audit_line_has_purpose'), models.CheckConstraint(condition=models.Q(('outcome__in', ('allowed', 'refused'))), name='audit_line_outcome')],
            },
        ),
    ]
