# SPDX-License-Identifier: Apache-2.0
"""Serves a peer of TAXII by the web server that serves ours; it runs in the peers' own environment.

    python taxii_peer.py medallion|opentaxii FOLDER PORT

medallion holds everything in memory, as it does unless MongoDB stands beside it. OpenTAXII stands on SQLite, and its
collection is public, because looking after a password at each request would cost it more than its work. Prints the
path of the collection when it is about to listen.
"""

import json
import sys
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

ROOT, COLLECTION = "bench", "00000000-0000-4000-8000-000000000001"
PAGE, MOST = 1_000, 64 << 20


def medallion(folder: Path) -> tuple[Any, str]:
    """Return medallion on its memory."""
    import medallion as peer

    held = {"id": COLLECTION, "title": "Threats", "can_read": True, "can_write": True, "objects": [], "manifest": [],
            "media_types": ["application/stix+json;version=2.1"]}  # fmt: skip
    about = {"title": "Bench", "versions": ["application/taxii+json;version=2.1"], "max_content_length": MOST}
    data = {"discovery": {"title": "Bench", "api_roots": [f"/{ROOT}/"]},
            ROOT: {"information": about, "status": [], "collections": [held]}}  # fmt: skip
    (folder / "data.json").write_text(json.dumps(data))
    backend = {"module": "medallion.backends.memory_backend", "module_class": "MemoryBackend",
               "filename": str(folder / "data.json")}  # fmt: skip
    config = {"backend": backend, "users": {"bench": "bench"}, "taxii": {"max_page_size": PAGE}}
    (folder / "config.json").write_text(json.dumps(config))
    return peer.load_app(str(folder / "config.json")), f"/{ROOT}/collections/{COLLECTION}/"


def opentaxii(folder: Path) -> tuple[Any, str]:
    """Return OpenTAXII on a database of its own."""
    from opentaxii.config import ServerConfig
    from opentaxii.middleware import create_app
    from opentaxii.server import TAXIIServer
    from opentaxii.taxii2 import http
    from opentaxii.utils import configure_logging

    http.json = SimpleNamespace(dumps=partial(json.dumps, default=str))  # 0.9.3 cannot write the id of a status

    store = "opentaxii.persistence.sqldb.Taxii2SQLDatabaseAPI"
    config = {
        "auth_api": {
            "class": "opentaxii.auth.sqldb.SQLDatabaseAPI",
            "parameters": {"db_connection": f"sqlite:///{folder}/auth.db", "create_tables": True, "secret": "bench"},
        },
        "taxii1": None,
        "taxii2": {
            "max_content_length": MOST,
            "public_discovery": True,
            "allow_custom_properties": True,
            "persistence_api": {
                "class": store,
                "parameters": {"db_connection": f"sqlite:///{folder}/data.db", "create_tables": True},
            },
        },
    }
    (folder / "config.yml").write_text(json.dumps(config))
    configure_logging({"": "error"})
    server = TAXIIServer(ServerConfig(extra_configs=[str(folder / "config.yml")]))
    app = create_app(server)
    with app.app_context():
        held = server.servers.taxii2.persistence.api
        root = held.add_api_root("Bench", default=True, is_public=True)
        made = held.add_collection(root.id, "Threats", is_public=True, is_public_write=True)
    return app, f"/taxii2/{root.id}/collections/{made.id}/"


def main() -> None:
    """Serve until told to stop."""
    from gunicorn.app.base import BaseApplication

    name, folder, port = sys.argv[1], Path(sys.argv[2]), sys.argv[3]
    app, path = {"medallion": medallion, "opentaxii": opentaxii}[name](folder)

    class Served(BaseApplication):
        """One process with threads, as ours is."""

        def load_config(self) -> None:
            options = {"bind": f"127.0.0.1:{port}", "workers": 1, "worker_class": "gthread", "threads": 4,
                       "loglevel": "error", "control_socket_disable": True}  # fmt: skip
            for option, value in options.items():
                self.cfg.set(option, value)

        def load(self) -> Any:
            return app

    print(path, flush=True)
    Served().run()


if __name__ == "__main__":
    main()
