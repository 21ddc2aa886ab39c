# SPDX-License-Identifier: Apache-2.0
"""Storage of the node app: which workers live, and which backups were made."""

from django.db import models

from taawun.apps.ids import ID_CHARACTERS

DIGEST_CHARACTERS = 64


class Heartbeat(models.Model):
    """When a worker was last alive."""

    worker = models.CharField(max_length=200, primary_key=True)  # host and process
    at = models.DateTimeField()
    version = models.CharField(max_length=40)

    class Meta:
        ordering = ("-at",)

    def __str__(self) -> str:
        return self.worker


class Backup(models.Model):
    """A backup that was made and read again to its end."""

    at = models.DateTimeField()
    officer_id = models.CharField(max_length=ID_CHARACTERS, blank=True)  # empty: the command line
    file = models.CharField(max_length=200)
    size = models.BigIntegerField()  # bytes
    digest = models.CharField(max_length=DIGEST_CHARACTERS)
    ledger_size = models.BigIntegerField()

    class Meta:
        ordering = ("-at",)

    def __str__(self) -> str:
        return self.file
