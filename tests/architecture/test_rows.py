# SPDX-License-Identifier: Apache-2.0
"""Rows are reached through an app's doors: access.py, services.py, queries.py.

Inside an app, small modules may stand behind the doors and share its work. They are private: whatever touches
rows and is not a door is imported by its own app alone, and what speaks HTTP touches no rows at all.
"""

import ast
from pathlib import Path

import pytest
from django.apps import apps

from tests.architecture.source import APPS, PACKAGE, imports, python_files, report, tree, where

DOORS = frozenset({"models", "access", "services", "queries", "migrations"})
OUTWARD = frozenset({"views", "urls", "forms", "api", "middleware", "templatetags", "admin", "apps", "pages"})
MANAGERS = frozenset({"objects", "_default_manager", "_base_manager"})
# Modules that reach rows and are called from outside their app all the same, each with its reason.
ALSO_DOORS = {
    "people.signers": "opens keys, which are rows, behind the kernel's Signer port",
    "jobs.runner": "the worker process is a loop around it",
    "jobs.context": "what a job of any app is handed to report its progress with",
    "exchange.endpoint": "the web server calls it for the other party's node",
}


def reaches(path: Path) -> list[ast.Attribute]:
    """Return where a file uses a model's manager."""
    return [node for node in ast.walk(tree(path)) if isinstance(node, ast.Attribute) and node.attr in MANAGERS]


def app_of(path: Path) -> str:
    """Return the app or the sector that a file belongs to, or nothing: a sector may have tables of its own."""
    parts = path.relative_to(PACKAGE).parts
    return parts[1] if parts[0] in ("apps", "sectors") and len(parts) > 2 else ""


def test_only_apps_reach_rows_and_never_where_they_speak_http():
    wrong = [
        f"{where(path, node)}: reaches rows with .{node.attr}"
        for path in python_files()
        if not app_of(path) or set(path.relative_to(PACKAGE).with_suffix("").parts[2:]) & OUTWARD
        for node in reaches(path)
    ]
    advice = "move the read to access.py (for a person) or queries.py (for the node), the write to services.py"
    assert not wrong, report(wrong, advice)


def test_what_stands_behind_the_doors_is_private_to_its_app():
    private = {}
    for path in python_files(APPS):
        parts = path.relative_to(APPS).with_suffix("").parts
        if len(parts) > 1 and not set(parts[1:]) & (DOORS | OUTWARD) and reaches(path):
            private[".".join(parts)] = path
    wrong = [
        f"{where(path, node)}: imports {name}, which reaches rows behind the doors"
        for path in python_files()
        for name, node in imports(path)
        for behind in private.keys() - ALSO_DOORS.keys()
        if f"{name}.".startswith(f"taawun.apps.{behind}.") and app_of(path) != behind.partition(".")[0]
    ]
    advice = "call the app's access, services or queries; they may pass the call on to the module behind them"
    assert not wrong, report(wrong, advice)


def test_no_app_reaches_into_the_rows_of_another():
    """A model of another app may be named as a type or a foreign key; its manager may not be used."""
    wrong = []
    for path in python_files(APPS):
        app = path.relative_to(APPS).parts[0]
        foreign = {
            name.rpartition(".")[2]
            for name, _node in imports(path)
            if name.startswith("taawun.apps.") and ".models." in name and name.split(".")[2] != app
        }
        wrong += [
            f"{where(path, node)}: {node.value.id}.{node.attr} belongs to another app"
            for node in reaches(path)
            if isinstance(node.value, ast.Name) and node.value.id in foreign
        ]
    assert not wrong, report(wrong, "call the other app's access, services or queries")


@pytest.mark.parametrize("config", [c for c in apps.get_app_configs() if c.name.startswith("taawun.")], ids=str)
def test_every_model_has_its_migration(config):
    from django.db.migrations.autodetector import MigrationAutodetector
    from django.db.migrations.loader import MigrationLoader
    from django.db.migrations.state import ProjectState

    loader = MigrationLoader(None)
    changes = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps))
    missing = changes.changes(graph=loader.graph, trim_to_apps={config.label}).get(config.label, [])
    said = [operation.describe() for migration in missing for operation in migration.operations]
    command = "DJANGO_SETTINGS_MODULE=tools.mypy_settings .venv/bin/django-admin makemigrations --pythonpath ."
    assert not said, report(said, f"run `{command} {config.label}` and commit the file")
