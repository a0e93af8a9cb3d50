"""What a role asks of callers and lets them do, put together from everything an account holds."""

import json

import pytest
from grants import ANCHOR, DEVICES, HERE, document, granting, managed_of, trusts
from scanner.policy.made import allow, deny
from world import alias, inventory, managed_policy, profile, role

from rolevet.arn import ArnFault
from rolevet.granted import (
    gate_of,
    is_administrator_access,
    policy_arn_fault,
    role_permissions,
    service_of,
    session_policies,
    session_policy,
    trust_policy,
)
from rolevet.inventory import Missing
from rolevet.policy.constraints import CREDENTIAL_PROVIDER, ROLES_ANYWHERE, Bond
from rolevet.policy.faults import BadPolicy
from rolevet.policy.statements import Policy
from rolevet.policy.tiers import Tier
from rolevet.reached import (
    permissions_through,
    reaches_through,
    role_reaches,
)
from rolevet.unknown import Doubt, Undecided

ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess"
READS, WRITES = "s3:GetObject", "s3:PutObject"


def test_each_kind_of_broker_has_its_service() -> None:
    assert service_of(alias()) is CREDENTIAL_PROVIDER
    assert service_of(profile()) is ROLES_ANYWHERE


def test_the_gate_is_that_of_the_trust_policy() -> None:
    bound, open_ = granting(trust=trusts(condition=HERE)), granting(trust=trusts())
    world = inventory(bound)
    assert gate_of(bound, ROLES_ANYWHERE, world).bound(Bond.SOURCE)
    assert not gate_of(open_, ROLES_ANYWHERE, inventory(open_)).bound(Bond.SOURCE)
    assert not gate_of(bound, CREDENTIAL_PROVIDER, world).door("sts:AssumeRole").open


def test_a_trust_policy_that_is_none_is_undecided_each_time() -> None:
    broken = role(AssumeRolePolicyDocument={"Statement": {"Effect": "Perhaps"}})
    world = inventory(broken)
    for _ in range(2):
        with pytest.raises(Undecided, match="Effect is neither Allow nor Deny") as undecided:
            trust_policy(broken, world)
        assert undecided.value.doubt is Doubt.BY_NATURE


def test_policies_of_a_role_add_up_and_its_boundary_bounds_them() -> None:
    policies = managed_of(Writes=document(allow(WRITES)), Bound=document(allow("s3:Put*")))
    writes, bound = policies
    both = granting(allow(READS), attached=(writes,))
    bounded = granting(allow(READS), attached=(writes,), boundary=bound)
    free = role_permissions(both, inventory(both, managed_policies=policies))
    assert free.allows_some(READS)
    assert free.allows_some(WRITES)
    held = role_permissions(bounded, inventory(bounded, managed_policies=policies))
    assert not held.allows_some(READS)
    assert held.allows_some(WRITES)


def test_session_policies_of_both_forms_are_one_set() -> None:
    policies = managed_of(Reads=document(allow(READS), deny("s3:DeleteObject")))
    text = json.dumps(document(allow("s3:*")))
    made = granting(allow("s3:*"), allow("iam:*"))
    broker = profile(sessionPolicy=text, managedPolicyArns=list(policies))
    world = inventory(made, broker, managed_policies=policies)
    (binding,) = world.bindings_of(broker)
    through = permissions_through(binding, world)
    assert through.allows_some(WRITES)
    assert not through.allows_some("s3:DeleteObject")
    assert not through.allows_some("iam:CreateUser")
    assert role_permissions(made, world).allows_some("iam:CreateUser")


@pytest.mark.parametrize(
    ("arn", "reaches"),
    [
        (ADMINISTRATOR, True),
        ("arn:aws-cn:iam::aws:policy/AdministratorAccess", True),
        ("arn:aws:iam::123456789012:policy/AdministratorAccess", None),
        ("arn:aws:iam::aws:policy/job-function/AdministratorAccess", None),
    ],
)
def test_a_policy_nobody_could_read_is_known_by_its_owner_only(
    arn: str, reaches: bool | None
) -> None:
    made = granting(attached=(arn,))
    answer = role_reaches(made, Tier.ADMINISTRATOR, inventory(made))
    assert answer.known is reaches
    assert is_administrator_access(arn) is bool(reaches)


def test_text_that_is_no_arn_is_not_administrator_access() -> None:
    assert not is_administrator_access("AdministratorAccess")


@pytest.mark.parametrize(
    ("text", "reason"),
    [("{", "the inline session policy cannot be read: it is not JSON"), ("[]", "is not a JSON")],
)
def test_a_session_policy_that_is_none_is_a_maybe(text: str, reason: str) -> None:
    made, broker = granting(allow("*")), profile(sessionPolicy=text)
    world = inventory(made, broker)
    (binding,) = world.bindings_of(broker)
    answer = reaches_through(binding, Tier.ADMINISTRATOR, world)
    assert (answer.known, answer.doubt) == (None, Doubt.BY_NATURE)
    assert reason in answer.reason


def test_a_policy_that_does_not_exist_is_a_maybe() -> None:
    gone = managed_policy("Gone")
    made = granting(attached=(gone.arn,))
    world = inventory(made, managed_policies={gone.arn: Missing(gone.arn, gone.place)})
    answer = role_reaches(made, Tier.ADMINISTRATOR, world)
    assert answer.known is None
    assert answer.reason == f"policy {gone.arn} does not exist"


def test_a_question_is_worked_out_once_for_an_inventory() -> None:
    made = granting(allow("*"), trust=trusts(DEVICES, condition={"Bool": {"aws:x": "true"}}))
    world, other = inventory(made), inventory(made)
    assert gate_of(made, CREDENTIAL_PROVIDER, world) is gate_of(made, CREDENTIAL_PROVIDER, world)
    assert gate_of(made, CREDENTIAL_PROVIDER, world) is not gate_of(
        made, CREDENTIAL_PROVIDER, other
    )
    assert gate_of(made, CREDENTIAL_PROVIDER, world) is not gate_of(made, ROLES_ANYWHERE, world)
    assert world == inventory(made)
    assert ANCHOR not in repr(world.answers.keys())


def test_an_inline_session_policy_is_one_or_says_why_not() -> None:
    made = {"none": "", "good": json.dumps(document(allow(READS))), "bad": "[", "coded": "%7B%7D"}
    holders = {name: profile(name, sessionPolicy=text) for name, text in made.items()}
    world = inventory(*holders.values())
    read = {name: session_policy(holder, world) for name, holder in holders.items()}
    assert read["none"] is None
    assert isinstance(read["good"], Policy)
    assert read["good"].statements[0].label == "Statement[0] of the inline session policy"
    assert [isinstance(read[name], BadPolicy) for name in ("bad", "coded")] == [True, True]
    session = session_policies(holders["coded"], world)
    assert session is not None
    assert [each.reason for each in session.unknown] == [
        "the inline session policy cannot be read: it is not JSON but URL-encoded"
    ]


def test_a_listed_policy_that_is_of_no_use_is_no_gap_in_what_was_collected() -> None:
    foreign = "arn:aws:iam::210987654321:policy/Reads"
    holder = profile(managedPolicyArns=[foreign, "arn:aws:iam::123456789012:policy/Unseen"])
    session = session_policies(holder, inventory(holder))
    assert session is not None
    assert [each.doubt for each in session.unknown] == [Doubt.BY_NATURE, Doubt.COVERAGE]
    fault = policy_arn_fault(foreign, holder)
    assert fault is not None
    assert fault.fault is ArnFault.CROSS_ACCOUNT
