# SPDX-License-Identifier: Apache-2.0
"""The site of the peer: Django with its admin and one model. `python -m tests.bench.desk.peer_site` fills it.

PEER_DATABASE names its own database beside the node's, NODE_DATABASE the one whose records it takes over.
"""

import json
import os
import sqlite3
from pathlib import Path

import django
from django.conf import settings

from taawun.site.database import database_settings

TABLE = "desk_peer_record"
COLUMNS = "id, type, originator, caption, review, updated, data"
SAYS = """
    SELECT r.id, r.type, r.originator, r.caption, r.review, r.updated, v.data FROM registers_record r
    JOIN registers_recordversion v ON v.record_id = r.id AND v.number = r.version"""

settings.configure(
    SECRET_KEY="of a site that lives for a minute",
    ALLOWED_HOSTS=["localhost"],
    DATABASES={"default": database_settings(os.environ["PEER_DATABASE"], Path("/"))},
    INSTALLED_APPS=[
        "django.contrib.admin", "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions",
        "django.contrib.messages", "tests.bench.desk.peer_app.PeerApp",
    ],
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware", "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
    ],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True,
            "OPTIONS": {"context_processors": [
                "django.template.context_processors.request", "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]},
        }
    ],
    ROOT_URLCONF="tests.bench.desk.peer_site", STATIC_URL="/static/", USE_TZ=True,
)  # fmt: skip
django.setup()

from django.contrib import admin  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import connection, models  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import path  # noqa: E402


class Record(models.Model):
    """A record as one table: what the desk's list shows, and what the record says."""

    id = models.CharField(primary_key=True, max_length=36)
    type = models.CharField(max_length=80, db_index=True)
    originator = models.CharField(max_length=2)
    caption = models.CharField(max_length=300, db_index=True)
    review = models.DateField()
    updated = models.DateTimeField(db_index=True)
    data = models.JSONField()

    class Meta:
        app_label = "desk_peer"
        ordering = ("-updated",)

    def __str__(self) -> str:
        return self.caption


@admin.register(Record)
class Records(admin.ModelAdmin):  # type: ignore[type-arg]
    """The list with the desk's columns, its filter and its search."""

    list_display = ("caption", "type", "originator", "review", "updated")
    list_filter = ("type",)
    search_fields = ("caption",)
    list_per_page = 50


urlpatterns = [path("admin/", admin.site.urls)]
application = get_wsgi_application()


def main() -> None:
    """Fill the site once, and print the session of its administrator."""
    call_command("migrate", verbosity=0)
    if TABLE not in connection.introspection.table_names():
        with connection.schema_editor() as editor:
            editor.create_model(Record)
        _take_over(os.environ["NODE_DATABASE"])
        User.objects.create_superuser("peer")
        connection.cursor().execute("ANALYZE")
    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get())
    print(json.dumps({"cookie": client.cookies[settings.SESSION_COOKIE_NAME].value}))


def _take_over(database: str) -> None:
    if database.startswith("sqlite:"):
        own = sqlite3.connect(str(settings.DATABASES["default"]["NAME"]))
        own.execute("ATTACH ? AS node", [database.removeprefix("sqlite:")])
        own.execute(f"INSERT INTO {TABLE} ({COLUMNS}) {SAYS.replace('registers_', 'node.registers_')}")
        own.commit()
        own.close()
        return
    import psycopg

    with (
        psycopg.connect(database) as node,
        connection.cursor() as mine,
        node.cursor().copy(f"COPY ({SAYS}) TO STDOUT") as rows,
        mine.copy(f"COPY {TABLE} ({COLUMNS}) FROM STDIN") as written,
    ):
        for part in rows:
            written.write(part)


if __name__ == "__main__":
    main()
