"""Whether what was not seen does not exist."""

import pytest
from world import ACCOUNT, DENIED, REGION, alias, inventory, listed, profile, whole

from rolevet.authorities import Crl, TrustAnchor
from rolevet.coverage import GLOBAL, Cell, CellState
from rolevet.listed import (
    all_listed,
    brokers_known,
    listed_everywhere,
    must_be_listed,
    roles_listed,
)
from rolevet.needs import Detail
from rolevet.policies import IotPolicy
from rolevet.resources import Profile, RoleAlias
from rolevet.unknown import Doubt, Undecided

PROFILES = listed(Profile)


@pytest.mark.parametrize(
    ("state", "known", "doubt"),
    [
        (CellState.COMPLETE, True, None),
        (CellState.NOT_OFFERED, True, None),
        (CellState.NOT_ENABLED, True, None),
        (CellState.PARTIAL, None, Doubt.COVERAGE),
        (CellState.DENIED, None, Doubt.COVERAGE),
        (CellState.THROTTLED, None, Doubt.COVERAGE),
        (CellState.FAILED, None, Doubt.COVERAGE),
        (CellState.EXCLUDED, None, Doubt.BY_NATURE),
        (CellState.INACTIVE, None, Doubt.BY_NATURE),
        (CellState.NOT_NEEDED, None, Doubt.BY_NATURE),
    ],
)
def test_a_listing_is_whole_or_not(
    state: CellState, known: bool | None, doubt: Doubt | None
) -> None:
    world = inventory(coverage=[listed(TrustAnchor, state)])
    answer = all_listed(TrustAnchor, ACCOUNT, REGION, world)
    assert answer.known is known
    assert doubt is None or (answer.doubt, "rolesanywhere:List" in answer.reason) == (doubt, True)


def test_what_nobody_listed_is_not_known() -> None:
    answer = all_listed(TrustAnchor, ACCOUNT, REGION, inventory(coverage=[PROFILES]))
    assert (answer.known, answer.doubt) == (None, Doubt.COVERAGE)
    assert answer.reason == f"Trust anchors of {ACCOUNT}/{REGION} were not listed"
    elsewhere = all_listed(TrustAnchor, ACCOUNT, "us-east-1", inventory())
    assert (elsewhere.known, elsewhere.doubt) == (None, Doubt.BY_NATURE)
    assert elsewhere.reason == f"{ACCOUNT}/us-east-1 was not scanned"


def test_roles_are_listed_in_no_region() -> None:
    assert roles_listed(ACCOUNT, inventory()).reason == f"roles of {ACCOUNT}/global were not listed"
    cell = Cell(
        ACCOUNT, GLOBAL, "iam:ListRoles", CellState.COMPLETE, Detail.TRUSTING_ROLES, lists=True
    )
    assert roles_listed(ACCOUNT, inventory(coverage=[cell])).certain


def test_everywhere_is_more_than_every_region_that_was_scanned() -> None:
    assert listed_everywhere(Profile, ACCOUNT, whole()).certain
    some = listed_everywhere(Profile, ACCOUNT, inventory(coverage=[PROFILES]))
    assert (some.known, some.doubt) == (None, Doubt.BY_NATURE)
    assert some.reason == f"not every Region of account {ACCOUNT} was scanned"
    denied = whole(coverage=(listed(Profile, CellState.DENIED),))
    assert listed_everywhere(Profile, ACCOUNT, denied).doubt is Doubt.COVERAGE
    assert not listed_everywhere(Profile, "210987654321", whole()).certain


def test_a_broker_whose_roles_are_not_known_may_name_any() -> None:
    assert brokers_known(Profile, ACCOUNT, whole(profile())).certain
    unseen = profile(unknown={"roleArns": DENIED})
    answer = brokers_known(Profile, ACCOUNT, whole(profile("other"), unseen))
    assert (answer.known, answer.reason) == (None, DENIED.reason)
    aliases = (listed(RoleAlias),)
    world = whole(alias(), unseen, coverage=aliases)
    assert brokers_known(RoleAlias, ACCOUNT, world).certain
    world = whole(alias(unknown={"roleArn": DENIED}), coverage=aliases)
    assert brokers_known(RoleAlias, ACCOUNT, world).known is None


def test_what_must_be_listed_is_undecided_otherwise() -> None:
    world = inventory(coverage=[listed(Profile, CellState.DENIED), listed(RoleAlias)])
    must_be_listed(RoleAlias, ACCOUNT, REGION, world)
    with pytest.raises(Undecided, match="was denied") as caught:
        must_be_listed(Profile, ACCOUNT, REGION, world)
    assert caught.value.doubt is Doubt.COVERAGE


@pytest.mark.parametrize(
    ("kind", "word"),
    [(Crl, "^CRLs of"), (IotPolicy, "^IoT policies of"), (RoleAlias, "^Role aliases of")],
)
def test_kinds_are_called_as_people_call_them(
    kind: type[Crl | IotPolicy | RoleAlias], word: str
) -> None:
    with pytest.raises(Undecided, match=word):
        must_be_listed(kind, ACCOUNT, REGION, inventory())
