# SPDX-License-Identifier: Apache-2.0
"""The key with which an authority of ours signs badges: one file, `keys/badges-<authority>.pem` (spec §80.95).

It is no key of the node or of an officer, signs nothing else, and is written and read as the node's key files are. The
authority publishes its did:key wherever people look who is to verify: whoever has it needs no server of ours.
"""

import re
from datetime import datetime
from typing import Final

from taawun.apps.audit import services as audit
from taawun.apps.audit.services import Actor
from taawun.apps.people import keyfiles
from taawun.apps.people.access import ADMINISTRATION, require_actor
from taawun.apps.people.keypairs import KeySigner, generate
from taawun.formats.badges.keys import did_of
from taawun.kernel.errors import KeyFileMissing
from taawun.kernel.ledger.entry import Kind
from taawun.kernel.wire.signing import ED25519

_CODE: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")


def make_key(actor: Actor, authority: str, *, at: datetime) -> str:
    """Make the key of an authority where there is none, and return its did:key.

    Raises:
        NoRole: by anybody but an operator.
        FileExistsError: there is a key already; none is ever overwritten.
    """
    with audit.acting(actor, "badge-key.created", "authority", authority, ADMINISTRATION, ledger=Kind.KEY_ADDED, at=at):
        require_actor(actor, "operator")
        made = generate(ED25519)
        keyfiles.write(_name(authority), (made.private,))
        return did_of(made.public)


def signer_of(authority: str) -> KeySigner:
    """Return the signer of an authority's badges.

    Raises:
        KeyFileMissing: it has none, or one of another kind.
        KeyFileOpen: others may read it.
    """
    signer = keyfiles.read_signer(_name(authority))
    if signer.algorithm != ED25519:
        raise KeyFileMissing(f"{_name(authority)} holds a key of another kind.")
    return signer


def has_key(authority: str) -> bool:
    """Tell whether an authority of ours can sign badges."""
    return bool(_CODE.fullmatch(authority)) and (keyfiles.folder() / f"{_name(authority)}.pem").exists()


def _name(authority: str) -> str:
    if not _CODE.fullmatch(authority):
        raise KeyFileMissing("An authority is named by lower-case letters, digits and hyphens.")
    return f"badges-{authority}"
