# SPDX-License-Identifier: Apache-2.0
"""The ministry's single sign-on as django-allauth is told of it, from node.toml and a file with the client's secret."""

import stat
from typing import Any, Final

from taawun.kernel.errors import KeyFileMissing, KeyFileOpen
from taawun.site.config import NodeConfig

SECRET_FILE: Final = "oidc.secret"  # noqa: S105 - the name of the file, not the secret


def oidc_apps(node: NodeConfig, provider: str) -> list[dict[str, Any]]:
    """Return the one provider, or none.

    Raises:
        KeyFileMissing: if there is an issuer and no secret.
        KeyFileOpen: if others than its owner may read the secret.
    """
    if not node.oidc_issuer:
        return []
    options = {"server_url": node.oidc_issuer, "uid_field": node.oidc_claim, "oauth_pkce_enabled": True}
    client = {"provider_id": provider, "name": node.oidc_name, "client_id": node.oidc_client, "secret": _secret(node)}
    return [client | {"settings": options}]


def _secret(node: NodeConfig) -> str:
    path = node.keys / SECRET_FILE
    if not path.is_file():
        raise KeyFileMissing(f"{path} holds the client's secret at the single sign-on.")
    if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise KeyFileOpen(str(path))
    return path.read_text(encoding="utf-8").strip()
