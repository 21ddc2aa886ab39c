# SPDX-License-Identifier: Apache-2.0
"""The story of counter-narcotics: what the press says, public statistics, a controlled delivery and a precursor.

The whole file of the UNODC where it lies beside the project, else the extract that ships with it. All figures are read
from the pages of the nodes, over HTTP; the two cases go through the acts of both offices.
"""

import re
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

import httpx

from taawun.site.demo.browsing import signed_in
from taawun.site.demo.cast import PURPOSE
from taawun.site.demo.nodes import Node, NotSeen, until
from taawun.site.demo.run import Story
from taawun.site.demo.steps.casework import Casework, Office, islamabad, manama, told

AREA: Final = "counter_narcotics"
DATA: Final = Path(__file__).parents[1] / "data"
REAL: Final = Path("..", "shared", "data")
PAGE: Final = "/counter-narcotics/statistics/"
READERS: Final = {"PK": "amina", "BH": "khalid"}
LIAISON: Final = "hamid"
MARKING: Final = {"source": "X", "information": "4", "purposes": PURPOSE, "tlp": "green", "review": "2027-11-22"}
"""The press is a source that cannot be judged."""
OPERATIONS: Final = "un-1988-operations"
_TOKEN: Final = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
_FIGURE: Final = re.compile(r"<dd>([\d,.]+)")
_ROW: Final = re.compile(r'<th scope="row">(?:<a[^>]*>)?(?:<bdi[^>]*>)?([^<]+)<.*?</tr>', re.S)
_NUMBER: Final = re.compile(r'<td class="number">(?:<bdi[^>]*>)?([^<]+)<')


def taken_in(story: Story) -> str:
    """Both nodes take the file in while the story goes on."""
    file = _file("unodc_ids.zip", "unodc_extract.csv")
    jobs = [_uploaded(_client(story, node), f"{PAGE}take/", file, {}) for node in story.nodes]
    return f"{file.name}, {file.stat().st_size:,} bytes: " + " · ".join(jobs)


def press(story: Story) -> str:
    """Announcements become claims; the one that contradicts itself is flagged."""
    client, file = _client(story, story.pk), _file("press_fixtures.json", "press_extract.json")
    _uploaded(client, "/registers/imports/source/counter-narcotics-press/", file, MARKING)
    page = partial(_listed, client, "press-report", f__verdict="contradicts")
    found = until(page, lambda names: "anf-2018-04-27" in names, "the announcement that contradicts itself")
    bare = partial(_listed, client, "drug-valuation", f__standing="claim")
    claims = until(bare, lambda names: "seed-146m" in names, "the claim that names nothing of its value")
    return f"contradict themselves: {', '.join(found)}; claims that no total holds: {', '.join(claims)}"


def noticed(story: Story) -> str:
    """What was bound for Bahrain stands before the liaison officer, with the day by which to follow it up."""
    client = _signed_in(story.pk, LIAISON)
    with closing(client):
        found = until(
            partial(_listed, client, "liaison-notice", f__state="open"), bool, "a notice for the liaison officer"
        )
    wanted = [name for name in found if name.startswith("ice, 1 kg")]
    if len(wanted) != 1:
        raise NotSeen(f"notices: {found}")
    return f"{LIAISON} finds {len(found)} open: {' · '.join(found)}"


def figures(story: Story) -> str:
    """From Pakistan to Bahrain: how many rows, how much heroin; and what Bahrain itself reported."""
    said = []
    for node in story.nodes:
        page = until(partial(_page, story, node, {}), lambda text: 'id="flaws"' in text, "the statistics")
        fit = _page(story, node, {"departure": "Pakistan", "destination": "Bahrain"})
        rows, whole, bahrain, pakistan = (int(re.sub(r"\D", "", one)) for one in _FIGURE.findall(fit)[:4])
        heroin = _table(fit, "by-drug").get("Heroin", ["0", "0", "0"])
        if rows != 23 or bahrain or not heroin[2].startswith("24.72"):
            raise NotSeen(f"{node.side.party}: {rows} rows, heroin {heroin}, Bahrain {bahrain}")
        story.facts[f"{AREA}.{node.side.party}"] = page
        said.append(
            f"{node.side.party}: {rows} of {whole:,} rows, heroin {heroin[2]} kg; reported by Bahrain {bahrain},"
            f" by Pakistan {pakistan:,}"
        )
    return " · ".join(said)


def looked_at(story: Story) -> str:
    """What is wrong with rows is counted; 4,500 tonnes are an outlier by the rule and stay as reported."""
    flaws = _table(story.facts[f"{AREA}.PK"], "flaws")
    page = _page(story, story.pk, {"flaw": "outlier", "country": "Thailand"})
    if "4500000.0" not in page:
        raise NotSeen("The outlier is not flagged.")
    return "; ".join(f"{name}: {numbers[0]}" for name, numbers in flaws.items())


def delivered(story: Story) -> str:
    """A delivery is proposed, consented to once the risk to life is assessed, run, and reviewed by both sides."""
    pk, bh = islamabad(story.pk), manama(story.bh)
    work = _begun(story, "controlled_delivery", "delivery", "21/2026")
    work.make(pk, pk.reviewer, "review")
    _crossed(work, pk, bh, pk.signer, "propose")
    work.fill(bh, bh.signer, "answer", ["consents"])
    refused = story.bh.refusal(
        "case_cross", username=bh.signer, case=work.case, purpose=PURPOSE, move="consent", approvers=[]
    )
    gates = [gate for gate, (outcome, _) in work.seen(bh)["gates"].items() if outcome == "not_assessed"]
    if refused.code != "case.move-closed" or "risk_to_life" not in gates:
        raise NotSeen(f"{refused.said}; not assessed: {gates}")
    why = work.data["answer"]["gate"]
    bh.act("case_assess", bh.reviewer, work.case, PURPOSE, gates=gates, outcome="not_met", **why)
    work.cross(bh, pk, bh.signer, "consent")
    work.fill(pk, pk.signer, "answer", ["life_check", "agreed_abort"])
    work.cross(pk, bh, pk.signer, "approve")
    work.cross(pk, bh, pk.liaison, "begin")
    work.fill(pk, pk.liaison, "answer", ["result"])
    work.cross(pk, bh, pk.liaison, "complete")
    owed = work.seen(pk)["tasks"]
    work.fill(pk, pk.reviewer, "answer", ["lessons"])
    seen = work.cross(pk, bh, pk.reviewer, "review_after")
    if owed.get("review_late") is not False:
        raise NotSeen(f"tasks: {owed}")
    return f"phase {seen['phase']} at both; before the assessment: {refused.said}"


def objected(story: Story) -> str:
    """An export of a precursor is notified; the importing side objects, and it is closed with what was done."""
    pk, bh = islamabad(story.pk), manama(story.bh)
    work = _begun(story, "pre_export_notification", "precursor", "22/2026")
    _crossed(work, pk, bh, pk.desk, "notify")
    due = work.seen(bh)["clocks"]["answer"][0]
    flags = work.cross(bh, pk, bh.desk, "object", reasons="لا يعرف المستورد هذه الشحنة")["flags"]
    work.fill(pk, pk.desk, "answer", ["outcome"])
    seen = work.cross(pk, bh, pk.desk, "close")
    if "objected" not in flags:
        raise NotSeen(f"flags: {flags}")
    return f"phase {seen['phase']} at both; an answer was due until {due}; {', '.join(flags)}"


def _begun(story: Story, kind: str, part: str, title: str) -> Casework:
    """Open a case in Islamabad and fill its request in."""
    pk = islamabad(story.pk)
    case = story.pk.act(
        "case_open", username=pk.desk, pack=OPERATIONS, kind=kind, other="BH", purpose=PURPOSE, title=title
    )
    work = Casework(case, PURPOSE, told("operations")[part])
    work.fill(pk, pk.desk, "request")
    return work


def _crossed(work: Casework, ours: Office, theirs: Office, username: str, move: str) -> None:
    """Make the first shared move, and let the other side give the case to its office."""
    work.cross(ours, theirs, username, move)
    theirs.act("case_assign", theirs.liaison, work.case, PURPOSE, authority=theirs.authority)


def _file(real: str, own: str) -> Path:
    return REAL / real if (REAL / real).exists() else DATA / own


def _client(story: Story, node: Node) -> httpx.Client:
    key = f"{AREA}.client.{node.side.party}"
    if key not in story.facts:
        story.facts[key] = _signed_in(node, READERS[node.side.party])
    found: httpx.Client = story.facts[key]
    return found


def _signed_in(node: Node, username: str) -> httpx.Client:
    """Return a client of an officer who works for our purpose and reads English."""
    client = signed_in(node, username)
    _post(client, "/purpose/", {"purpose": PURPOSE})
    _post(client, "/language/", {"language": "en", "next": "/"})
    return client


def _post(client: httpx.Client, address: str, fields: dict[str, str]) -> httpx.Response:
    page = client.get("/purpose/")
    token = _TOKEN.search(page.text)
    data = fields | {"csrfmiddlewaretoken": token[1] if token else ""}
    return client.post(address, data=data, headers={"Referer": f"{client.base_url}/purpose/"})


def _uploaded(client: httpx.Client, address: str, file: Path, fields: dict[str, str]) -> str:
    token = _TOKEN.search(client.get(address).text)
    with file.open("rb") as data:
        answer = client.post(
            address,
            data=fields | {"csrfmiddlewaretoken": token[1] if token else ""},
            files={"file": (file.name, data)},
            headers={"Referer": f"{client.base_url}{address}"},
        )
    if "/jobs/" not in answer.url.path:
        raise NotSeen(f"{address}: HTTP {answer.status_code} at {answer.url.path}")
    return answer.url.path


def _page(story: Story, node: Node, asked: dict[str, str]) -> str:
    answer = _client(story, node).get(f"{PAGE}?{urlencode(asked)}")
    if answer.status_code != httpx.codes.OK:
        raise NotSeen(f"{PAGE}: HTTP {answer.status_code}")
    return answer.text


def _listed(client: httpx.Client, kind: str, **filters: str) -> list[str]:
    """Return the captions of a list of records, narrowed by fields of its type."""
    asked = {"type": kind} | {name.replace("f__", "f-"): value for name, value in filters.items()}
    page = client.get(f"/registers/?{urlencode(asked)}")
    return re.findall(r'<th scope="row"><a href="/registers/records/[0-9a-f-]{36}/"><bdi[^>]*>([^<]+)</bdi>', page.text)


def _table(page: str, name: str) -> dict[str, list[str]]:
    """Return the rows of a table on a page: what each is about, and its numbers."""
    body = page.partition(f'id="{name}"')[2].partition("</table>")[0].partition("<tbody>")[2]
    rows = [(match[1], _NUMBER.findall(match[0])) for match in _ROW.finditer(body)]
    return {about: [number.strip() for number in numbers] for about, numbers in rows}


STEPS: Final[tuple[tuple[str, Callable[[Story], str]], ...]] = (
    ("What the press announced becomes claims, and one contradicts itself", press),
    ("A kilogram of ice bound for Bahrain stands before the liaison officer", noticed),
    ("Both nodes take the public seizure statistics in", taken_in),
    ("From Pakistan to Bahrain: the rows, the heroin, and what Bahrain reported", figures),
    ("What must be looked at is counted and stays as reported", looked_at),
    ("A controlled delivery runs once every State consented, and is reviewed", delivered),
    ("An export of a precursor is notified, and the other side objects", objected),
)
