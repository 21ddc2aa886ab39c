# SPDX-License-Identifier: Apache-2.0
"""The story of the exchange: pairing, a seizure report across and back, a partner that is down, and bad input."""

import base64
import json
from collections.abc import Callable
from contextlib import closing
from functools import partial
from typing import Final

import httpx

from taawun.site.demo import cast
from taawun.site.demo.browsing import language_of, open_pages, signed_in
from taawun.site.demo.nodes import Node, NotSeen, finished, until, verifying
from taawun.site.demo.run import Story

AREA: Final = "exchange"
BURST: Final = 450
"""Envelopes on their way while the receiver is killed."""


def found(story: Story) -> str:
    """Make both nodes with `taawun init`."""
    said = [finished(process) for process in [node.found() for node in story.nodes]]
    story.facts["words"] = {node.side.party: _words(out) for node, out in zip(story.nodes, said, strict=True)}
    for node in story.nodes:
        node.open_desk()
    return " · ".join(f"{node.side.name}: {len(node.side.officers)} officers in {node.home}" for node in story.nodes)


def serve(story: Story) -> str:
    """Start web server and worker of both."""
    for node in story.nodes:
        node.start()
    for node in story.nodes:
        node.wait_until_up()
    return " · ".join(f"{node.side.party} {node.url}" for node in story.nodes)


def wrong_words(story: Story) -> str:
    """Try to pair with words that are not the other node's."""
    words = "-".join(["lusab"] * 8)
    said = finished(story.pk.begin(*_ceremony(story.pk, story.bh, words)), code=1)
    return _expect(said, "trust.wrong-fingerprint")


def pair(story: Story) -> str:
    """Both sides run the ceremony with the words that the other reads out."""
    words = story.facts["words"]
    for ours, theirs in _pairs(story):
        ours.run(*_ceremony(ours, theirs, words[theirs.side.party]))
    for node, other in ((story.pk, "BH"), (story.bh, "PK")):
        until(partial(_state_of, node, other), lambda state: state == "paired", "paired")
    return " · ".join(f"{party}: {said}" for party, said in words.items())


def draft(story: Story) -> str:
    """A desk officer in Islamabad drafts the report and its release."""
    persons = ["suspect"]
    record = story.pk.act(
        "draft_record", username="amina", kind="seizure", data=cast.SEIZURE, party="PK", persons=persons
    )
    release = story.pk.act("release_record", username="amina", record=record, to=["BH"], ask_read=True)
    story.facts |= {"record": record, "release": release}
    return f"record {record}, release {release}: {cast.SEIZURE['name']}"


def drafter_may_not_approve(story: Story) -> str:
    """Whoever drafts does not approve."""
    refused = story.pk.refusal("approve", username="amina", releases=[story.facts["release"]])
    return _expect(refused.said, "release.drafter-approved")


def one_is_not_enough(story: Story) -> str:
    """One approval of two, and the release is refused."""
    release = story.facts["release"]
    state = story.pk.act("approve", username="bilal", releases=[release])
    refused = story.pk.refusal("send", username="amina", releases=[release])
    if state != ["draft"]:
        raise NotSeen(f"after one approval: {state}")
    return _expect(refused.said, "release.not-yet-approved")


def approved_and_sent(story: Story) -> str:
    """The second officer approves; the report leaves."""
    release = story.facts["release"]
    story.pk.act("approve", username="sana", releases=[release])
    (envelope,) = story.pk.act("send", username="amina", releases=[release])
    story.facts["envelope"] = envelope
    return f"envelope {envelope}, approved by bilal and sana"


def received(story: Story) -> str:
    """Manama has the record in its register; Islamabad has the receipt."""
    _accepted(story.pk, [story.facts["envelope"]])
    seen = story.bh.act("record", username="khalid", identifier=story.facts["record"])
    if not cast.SEIZURE.items() <= seen["data"].items() or seen["originator"] != "PK":
        raise NotSeen("The record in Manama is not the one that was sent.")
    kinds = story.pk.act("read", username="amina", envelope=story.facts["envelope"])["receipts"]
    return f"accepted; receipts in Islamabad: {', '.join(kinds)}; in Manama's register: {seen['data']['name']}"


def read_receipt(story: Story) -> str:
    """An officer in Manama opens it, and Islamabad, which asked, is told."""
    story.bh.act("read", username="khalid", envelope=story.facts["envelope"])
    kinds = until(
        lambda: story.pk.act("read", username="amina", envelope=story.facts["envelope"])["receipts"],
        lambda found: "read" in found,
        "read receipt",
    )
    return f"receipts: {', '.join(kinds)}"


def answered(story: Story) -> str:
    """Manama answers in Arabic, released by its own officer."""
    about = story.facts["envelope"]
    (release,) = story.bh.act(
        "release_message", username="khalid", text=cast.ANSWER, language="ar", to=["PK"], about=about
    )
    story.bh.act("approve", username="maryam", releases=[release])
    (envelope,) = story.bh.act("send", username="khalid", releases=[release])
    _accepted(story.bh, [envelope])
    body = story.pk.act("read", username="amina", envelope=envelope)["body"]
    if body["text"] != cast.ANSWER or body["about"] != about:
        raise NotSeen("The answer is not what was written.")
    return f"{envelope}: {body['text']}"


def partner_down(story: Story) -> str:
    """Manama is stopped; what is sent to it waits."""
    story.bh.stop()
    envelopes = _send_questions(story.pk, 1)
    until(lambda: story.pk.act("state")["counts"]["BH"], lambda count: count[4] > 0, "a failed delivery")
    (state,) = story.pk.act("positions", envelopes=envelopes).values()
    if state != "queued":
        raise NotSeen(f"the envelope is {state}")
    story.facts["waiting"] = envelopes
    return f"{envelopes[0]} is {state}; the worker tries again with growing pauses"


def partner_back(story: Story) -> str:
    """Manama comes back; what waited arrives."""
    story.bh.start()
    story.bh.wait_until_up()
    _accepted(story.pk, story.facts["waiting"])
    return f"{story.facts['waiting'][0]} is accepted"


def replay(story: Story) -> str:
    """The same POST twice more: the same receipt, and nothing changes."""
    body = story.pk.act("sealed", envelope=story.facts["envelope"])
    before = _quiet(story.bh)
    answers = [_receipts(story.pk.act("post", body=body))[0] for _ in range(2)]
    after = _quiet(story.bh)
    if answers[0] != answers[1] or before != after:
        raise NotSeen("A replay changed something.")
    receipt = answers[0]["receipt"]
    return f"receipt {receipt['id']} ({receipt['kind']}) both times; counts, chain heads and receipts unchanged"


def tampered_seal(story: Story) -> str:
    """One byte of the sealed envelope is changed, by somebody who can sign the request."""
    data = bytearray(base64.b64decode(story.pk.act("sealed", envelope=story.facts["envelope"])))
    data[-1] ^= 1
    before = _heads(story.bh)
    (answer,) = _receipts(story.pk.act("post", body=base64.b64encode(data).decode()))
    receipt = answer["receipt"]
    if receipt["kind"] != "rejected" or _heads(story.bh) != before:
        raise NotSeen(f"The receipt is {receipt['kind']}.")
    return _expect(f"{receipt['kind']}: {receipt['code']}, §{receipt['section']}", "seal.not-openable")


def tampered_on_the_way(story: Story) -> str:
    """The bytes are changed after the request was signed."""
    body = story.pk.act("sealed", envelope=story.facts["envelope"])
    data = bytearray(base64.b64decode(body))
    data[-1] ^= 1
    before = _heads(story.bh)
    refused = story.pk.refusal("post", body=base64.b64encode(data).decode(), signed_body=body)
    if _heads(story.bh) != before:
        raise NotSeen("It changed a chain head.")
    return _expect(refused.said, "signature.bad")


def stranger(story: Story) -> str:
    """Somebody without a signature posts to Manama."""
    body = base64.b64decode(story.pk.act("sealed", envelope=story.facts["envelope"]))
    answer = httpx.post(f"{story.bh.url}/exchange/envelopes", content=body, trust_env=False, timeout=10)
    if answer.status_code != httpx.codes.UNAUTHORIZED:
        raise NotSeen(f"HTTP {answer.status_code}")
    return _expect(f"HTTP 401: {answer.text}", "trust.unknown-sender")


def nobody(story: Story) -> str:
    """An empty recipient list delivers to nobody."""
    refused = story.pk.refusal("release_record", username="amina", record=story.facts["record"], to=[])
    return _expect(refused.said, "release.no-recipients")


def killed(story: Story) -> str:
    """Manama loses its power while envelopes arrive; nothing is lost and nothing comes twice."""
    before = story.bh.act("state")["counts"]["PK"][2]
    envelopes = _send_questions(story.pk, BURST)
    until(lambda: story.bh.act("state")["counts"]["PK"][2], lambda count: count > before, "the first arrival")
    story.bh.kill()
    arrived = story.bh.act("state")["counts"]["PK"][2] - before
    story.bh.start()
    story.bh.wait_until_up()
    _accepted(story.pk, envelopes)
    state = story.bh.act("state")
    gained, head = state["counts"]["PK"][2] - before, story.pk.act("state")["peers"]["BH"]["out"]
    if gained != BURST or state["peers"]["PK"]["in"] != head:
        raise NotSeen(f"{gained} of {BURST} arrived; heads {state['peers']['PK']['in']} and {head}")
    return f"killed after {arrived} of {BURST}; afterwards {gained} accepted, both chain heads at place {head[0]}"


def cosigned(story: Story) -> str:
    """Each ledger is sealed, and its newest checkpoint is cosigned by the other node."""
    said = []
    for node in story.nodes:
        status: dict[str, int] = until(
            partial(node.act, "witnessed"),
            lambda s: s["waiting"] == 0 and s["size"] == s["cosigned"] > 0,
            "a cosigned checkpoint",
        )
        if status["alerts"]:
            raise NotSeen("A witness raised an alert.")
        said.append(f"{node.side.party}: {status['size']} entries sealed and cosigned")
    return " · ".join(said)


def verified(story: Story) -> str:
    """Each ledger, exported, holds for a process that has no node, with the fingerprint of the other side."""
    exports = [(node, other, story.folder / f"{node.side.party.lower()}.ledger") for node, other in _pairs(story)]
    for process in [node.begin("export", "ledger", "--out", str(path)) for node, _, path in exports]:
        finished(process)
    checks = [verifying(path, story.facts["words"][other.side.party], "--ledger") for _, other, path in exports]
    return " · ".join(finished(process).strip().splitlines()[-2] for process in checks)


def proven(story: Story) -> str:
    """The report's proof holds anywhere, and a copy with one letter changed does not."""
    path, changed = story.folder / "seizure.proof", story.folder / "changed.proof"
    purpose = ("--as", "amina", "--purpose", cast.PURPOSE, "--secrets", str(story.pk.secrets))
    story.pk.run("export", "proof", story.facts["envelope"], *purpose, "--out", str(path))
    changed.write_bytes(path.read_bytes().replace(b"36.432", b"16.432"))
    good, bad = (verifying(one, story.facts["words"]["BH"]) for one in (path, changed))
    checks = finished(good).count("✓")
    return f"{checks} checks hold; changed: {finished(bad, code=1).strip()}"


def pages(story: Story) -> str:
    """Officers of both sides sign in with a browser's form, and every page they are offered opens."""
    said = []
    for node, username, expected in ((story.pk, "amina", ("ur", "rtl")), (story.bh, "yusuf", ("en", "ltr"))):
        with closing(signed_in(node, username)) as client:
            found = language_of(client.get("/").text)
            if found != expected:
                raise NotSeen(f"{username} reads {found}, expected {expected}")
            said.append(f"{username} ({'/'.join(found)}): {' '.join(open_pages(client))}")
    return " · ".join(said)


def _pairs(story: Story) -> tuple[tuple[Node, Node], tuple[Node, Node]]:
    return (story.pk, story.bh), (story.bh, story.pk)


def _state_of(node: Node, party: str) -> str:
    return str(node.act("state")["counts"][party][0])


def _ceremony(ours: Node, theirs: Node, words: str) -> tuple[str, ...]:
    approving = [o["username"] for o in ours.side.officers if "releasing_officer" in o["roles"]]
    officers = [part for name in approving for part in ("--officer", name)]
    return ("pair", theirs.url, "--words", words, *officers, "--secrets", str(ours.secrets))


def _words(said: str) -> str:
    """Return the fingerprint that `taawun init` printed, for an officer to read out."""
    found = [line.strip() for line in said.splitlines() if line.count("-") == 7]
    if not found:
        raise NotSeen("No fingerprint was printed.")
    return found[0]


def _send_questions(node: Node, count: int) -> list[str]:
    releases = node.act(
        "release_message", username="amina", text=cast.QUESTION, language="ur", to=["BH"], about=None, count=count
    )
    node.act("approve", username="bilal", releases=releases)
    sent: list[str] = node.act("send", username="amina", releases=releases)
    return sent


def _accepted(node: Node, envelopes: list[str]) -> None:
    """Wait until the other side has accepted these envelopes."""
    until(
        lambda: node.act("positions", envelopes=envelopes),
        lambda states: set(states.values()) == {"accepted"} and len(states) == len(envelopes),
        "accepted by the other side",
    )


def _heads(node: Node) -> object:
    state = node.act("state")
    return state["peers"], state["counts"], state["records"]


def _quiet(node: Node) -> object:
    """Return the state of a node that has nothing more to do."""
    state = node.act("state")
    return state["peers"], state["counts"], state["records"], state["receipts"]


def _receipts(answer: str) -> list[dict[str, dict[str, str]]]:
    found: list[dict[str, dict[str, str]]] = json.loads(base64.b64decode(answer))["receipts"]
    return found


def _expect(said: str, code: str) -> str:
    if code not in said:
        raise NotSeen(f"expected {code}, got: {said[:300]}")
    return said.strip()


STEPS: Final[tuple[tuple[str, Callable[[Story], str]], ...]] = (
    ("Two nodes are founded, each with its own database and keys", found),
    ("Both nodes answer", serve),
    ("A pairing with the wrong fingerprint is refused", wrong_words),
    ("The nodes pair: fingerprints compared, two officers sign on each side", pair),
    ("A seizure report is drafted in Urdu and English", draft),
    ("Who drafted it may not approve it", drafter_may_not_approve),
    ("It is refused with one approval of two", one_is_not_enough),
    ("Two officers approve; it is sent", approved_and_sent),
    ("It is received, and receipted as accepted", received),
    ("It is read, and the sender is told", read_receipt),
    ("Manama answers in Arabic", answered),
    ("With the partner down, a delivery waits", partner_down),
    ("With the partner back, it is delivered", partner_back),
    ("A replay changes nothing", replay),
    ("A tampered envelope is refused", tampered_seal),
    ("A POST changed on its way is refused", tampered_on_the_way),
    ("An unsigned stranger is refused", stranger),
    ("An empty recipient list delivers to nobody", nobody),
    ("The receiver is killed in the middle: nothing lost, nothing doubled", killed),
    ("Both ledgers are sealed and cosigned by the other side", cosigned),
    ("Both ledgers verify offline, each with the other side's fingerprint", verified),
    ("The report's proof verifies offline, and a changed copy does not", proven),
    ("The pages of both nodes open for whoever signs in", pages),
)
