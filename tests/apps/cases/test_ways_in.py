# SPDX-License-Identifier: Apache-2.0
"""Ways to a move that there are not: no command, no import and no admin page acts on a case (§60.6).

The ways that there are (pages, API, services, releases, the wire) are tried in test_gates, test_pages and
test_pages_api.
"""

import ast

from django.apps import apps
from django.urls import get_resolver

from taawun.apps.jobs.registry import kinds
from tests.architecture.source import PACKAGE, imports, python_files

READS = {"access", "library", "words"}
"""What a command may use of cases."""


def test_no_command_can_act_on_a_case():
    commands = PACKAGE / "site" / "cli"
    used = {
        name for path in python_files(commands) for name, _ in imports(path) if name.startswith("taawun.apps.cases")
    }
    assert used, "the commands that show cases are there"
    assert {name.split(".")[3] for name in used if name.count(".") > 2} <= READS


def test_no_import_and_no_job_is_about_cases():
    assert [kind.slug for kind in kinds() if "case" in kind.slug or "case" in kind.work.__module__] == []
    importers = [
        path for path in python_files(PACKAGE / "apps" / "registers") if "apps.cases" in path.read_text("utf-8")
    ]
    assert importers == []


def test_there_is_no_admin_page():
    assert not apps.is_installed("django.contrib.admin")
    routes = [str(one.pattern) for one in get_resolver().url_patterns]
    assert [route for route in routes if "admin" in route] == []
    assert [path for path in python_files() if _uses_admin(path)] == []


def _uses_admin(path):
    tree = ast.parse(path.read_text("utf-8"))
    named = [one.module or "" for one in ast.walk(tree) if isinstance(one, ast.ImportFrom)]
    named += [name.name for one in ast.walk(tree) if isinstance(one, ast.Import) for name in one.names]
    return any(name.startswith("django.contrib.admin") for name in named)
