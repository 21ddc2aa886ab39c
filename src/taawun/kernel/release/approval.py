# SPDX-License-Identifier: Apache-2.0
"""Whether a release is approved: the rules of the roster against those who signed (spec §50.5 to §50.7).

All rules that match a content must be met. If none matches, the answer is no. The drafter never counts, and
one person fills one place only.
"""

from collections.abc import Iterable, Mapping

from taawun.kernel.errors import DrafterApproved, NoRule, NotApproved
from taawun.kernel.trust.rule import Rule


def rules_for(rules: Iterable[Rule], kind: str, personal: bool) -> tuple[Rule, ...]:
    """Return the rules for such content, or refuse when there is none."""
    matching = tuple(rule for rule in rules if rule.matches(kind, personal))
    if not matching:
        raise NoRule(f"Kind: {kind}.")
    return matching


def missing(rule: Rule, drafter: str, approvers: Mapping[str, frozenset[str]]) -> tuple[str, ...]:
    """Return the roles still to approve under a rule, one entry for each empty place.

    Args:
        rule: the rule.
        drafter: officer who drafted; never counted.
        approvers: officers who approved, with their roles.
    """
    places = [approval.role for approval in rule.approvals for _ in range(approval.count)]
    seated: dict[str, int] = {}
    empty = [
        role
        for place, role in enumerate(places)
        if not _seat(place, places, {k: v for k, v in approvers.items() if k != drafter}, seated, set())
    ]
    return tuple(empty)


def _seat(
    place: int,
    places: list[str],
    approvers: Mapping[str, frozenset[str]],
    seated: dict[str, int],
    tried: set[str],
) -> bool:
    """Find an officer for a place, moving others who could sit elsewhere (an augmenting path)."""
    for officer, roles in approvers.items():
        if officer in tried or places[place] not in roles:
            continue
        tried.add(officer)
        if officer not in seated or _seat(seated[officer], places, approvers, seated, tried):
            seated[officer] = place
            return True
    return False


def check_approved(
    rules: Iterable[Rule], kind: str, personal: bool, drafter: str, approvers: Mapping[str, frozenset[str]]
) -> None:
    """Refuse unless every matching rule is met.

    Raises:
        NoRule: if no rule is about such content.
        DrafterApproved: if the drafter is among the approvers.
        NotApproved: naming the roles that are missing, never the people.
    """
    matching = rules_for(rules, kind, personal)
    if drafter in approvers:
        raise DrafterApproved
    for rule in matching:
        empty = missing(rule, drafter, approvers)
        if empty:
            raise NotApproved(f"Rule {rule.id} still needs: {', '.join(empty)}.")
