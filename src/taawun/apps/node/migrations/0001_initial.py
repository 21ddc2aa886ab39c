# SPDX-License-Identifier: Apache-2.0

from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Backup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('officer_id', models.CharField(blank=True, max_length=36)),
                ('file', models.CharField(max_length=200)),
                ('size', models.BigIntegerField()),
                ('digest', models.CharField(max_length=64)),
                ('ledger_size', models.BigIntegerField()),
            ],
            options={
                'ordering': ('-at',),
            },
        ),
        migrations.CreateModel(
            name='Heartbeat',
            fields=[
                ('worker', models.CharField(max_length=200, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('version', models.CharField(max_length=40)),
            ],
            options={
                'ordering': ('-at',),
            },
        ),
    ]
