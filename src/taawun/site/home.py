# SPDX-License-Identifier: Apache-2.0
"""Make the home of a node: the folder, its settings file and the secret that signs sessions.

Everything here is made readable by its owner alone. Signing keys are made by `people` and `trust`, not here.
"""

import json
import os
import secrets
from pathlib import Path
from typing import Any

from taawun.site.config import CONFIG_FILE, FILES_FOLDER, KEYS_FOLDER, SECRET_FILE, NodeConfig, build_config
from taawun.site.config import settings as declared_settings

PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700
SECRET_BYTES = 48


def make_home(home: Path, **values: Any) -> NodeConfig:
    """Make the folders, settings and session secret of a new node, and return its settings."""
    for folder in (home, home / KEYS_FOLDER, home / FILES_FOLDER):
        folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    config = write_config(home, **values)
    secret = home / KEYS_FOLDER / SECRET_FILE
    if not secret.exists():
        write_private(secret, secrets.token_urlsafe(SECRET_BYTES))
    return config


def write_config(home: Path, **values: Any) -> NodeConfig:
    """Check the values, then write `node.toml` with the help of each setting above it."""
    config = build_config(home, values)
    lines = ["# The settings of this node. See docs/reference/settings.md.", ""]
    for one in declared_settings():
        unit = f" ({one.metadata['unit']})" if one.metadata["unit"] else ""
        lines += [f"# {one.metadata['help']}{unit}", f"{one.name} = {_toml(getattr(config, one.name))}", ""]
    write_private(home / CONFIG_FILE, "\n".join(lines))
    return config


def read_secret(config: NodeConfig) -> str:
    """Return the secret that signs sessions, from its own file."""
    return (config.keys / SECRET_FILE).read_text(encoding="ascii").strip()


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner can read, whole or not at all."""
    part = path.with_name(path.name + ".part")
    part.unlink(missing_ok=True)
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def _toml(value: str | int) -> str:
    # A JSON string is a TOML basic string, and a whole number is written alike in both.
    return json.dumps(value, ensure_ascii=False)
