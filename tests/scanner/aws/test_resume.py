"""A second run after one that was not whole: what was, is not asked again."""

from dataclasses import replace

import pytest
from scanner.aws.account import Account, broken, gathered
from scanner.aws.conftest import Endpoint
from scanner.aws.test_faults import ACTIONS as FEW
from scanner.aws.test_faults import FACTS, fault

from rolevet import Inventory
from rolevet.needs import Detail
from rolevet.resources import Role

APIS = {**FEW, **{name: cell for name, (cell, _) in FACTS.items()}}

ROLES = {
    *("GetRole", "ListRoles", "ListAttachedRolePolicies", "ListRolePolicies", "GetRolePolicy"),
    "GetAccountAuthorizationDetails",
}
POLICIES = {"GetPolicy", "GetPolicyVersion"}
AUTHORITIES = {"DescribeCertificateAuthority", "GetCertificateAuthorityCertificate"}

# One part of an inventory rests on all of these, so that they are asked together.
PARTS = (
    *({"ListRoleAliases", "DescribeRoleAlias"}, {"ListSubjects", "GetSubject"}),
    *({"ListPolicies", "iot GetPolicy", "ListTargetsForPolicy"}, ROLES, POLICIES, AUTHORITIES),
    *({"ListProfiles"}, {"ListTrustAnchors"}, {"ListCrls"}),
)
# What an API that failed kept from being known, so that it is asked for the first time now.
FOLLOWS = {
    "ListRoleAliases": ROLES,
    "DescribeRoleAlias": ROLES,
    "ListProfiles": ROLES | POLICIES,
    "ListTrustAnchors": AUTHORITIES | {"ListCrls"},
    "GetRole": POLICIES,
    **dict.fromkeys(("ListAttachedRolePolicies", "GetAccountAuthorizationDetails"), POLICIES),
}


def asked(endpoint: Endpoint) -> set[str]:
    names = {name for name, _ in endpoint.calls} - {"GetCallerIdentity", "DescribeRegions"}
    endpoint.calls.clear()
    return {name for name in names if "Tags" not in name}


def bare(inventory: Inventory) -> Inventory:
    """Without what it took."""
    cells = tuple(
        sorted(
            replace(cell, effort=replace(cell.effort, waited=0.0)) for cell in inventory.coverage
        )
    )
    return replace(inventory, coverage=cells)


def test_of_what_was_whole_nothing_is_asked(standing: Endpoint) -> None:
    standing.script = Account()
    whole = gathered(standing)
    asked(standing)
    again = gathered(standing, old=whole)
    assert asked(standing) == set()
    assert bare(again) == bare(whole)


@pytest.mark.parametrize("api", [api for api in APIS if "Tags" not in api])
def test_what_failed_is_asked_again_and_the_rest_is_not(standing: Endpoint, api: str) -> None:
    account = Account(*([[f"R{n:02}" for n in range(25)]] * 2) if "Details" in api else ())
    standing.script = account
    whole = gathered(standing)
    standing.script = broken(account, **{api: fault("500 for ever", api)})
    partial = gathered(standing)
    assert bare(partial) != bare(whole)
    standing.script = account
    asked(standing)
    mended = gathered(standing, old=partial)
    assert bare(mended) == bare(whole)
    own = {name for part in PARTS for name in part if api in part}
    again = asked(standing)
    assert again
    assert again <= own | FOLLOWS.get(api, set())


def test_a_need_that_is_new_is_met(standing: Endpoint) -> None:
    standing.script = Account()
    few = gathered(standing, kinds=(Role,))
    everything = gathered(standing, old=few)
    assert bare(everything) == bare(gathered(standing))


def test_a_boundary_that_was_not_asked_for_is(standing: Endpoint) -> None:
    standing.script = Account()
    needs = (Role, Detail.TRUSTING_ROLES)
    old = gathered(standing, kinds=needs)
    asked(standing)
    gathered(standing, kinds=(*needs, Detail.ROLE_BOUNDARY), old=old)
    assert "GetRole" in asked(standing)
