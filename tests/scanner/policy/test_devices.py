"""What an IoT policy says of role aliases."""

import pytest
from scanner.policy.made import Json, allow, deny, policy, without
from scanner.policy.steps import steps

from rolevet.policy.answers import NO, YES
from rolevet.policy.devices import DevicePolicy, ResourceFault

USE = "iot:AssumeRoleWithCertificate"
PLACE = "arn:aws:iot:eu-west-1:123456789012"
SPACE = f"{PLACE}:rolealias/"
A, B = f"{SPACE}a", f"{SPACE}b"
IF = {"Bool": {"iot:Connection.Thing.IsAttached": "true"}}


def of(*statements: Json, version: str = "2012-10-17") -> DevicePolicy:
    read = policy(*statements, version=version)
    return DevicePolicy.of(read, partition="aws", account="123456789012", region="eu-west-1")


@pytest.mark.parametrize(
    ("action", "named"),
    [
        (USE, True),
        (USE.upper(), True),
        (["iot:Connect", USE], True),
        (["iot:*", USE], True),
        ("iot:AssumeRole*", True),
        ("iot:AssumeRoleWith?ertificate", True),
        ("iot:Assume*", False),
        ("iot:*", False),
        ("*", False),
        (["iot:*", "iot:AssumeRoleX"], False),
    ],
)
def test_who_names_the_action_means_it(action: str | list[str], named: bool) -> None:
    found = of(allow(action))
    assert (len(found.named), len(found.implied)) == (int(named), int(not named))


def test_only_what_is_about_role_aliases_is_kept() -> None:
    topic = f"{PLACE}:topic/x"
    found = of(
        allow("iot:Publish"),
        allow("iot:*", topic),
        deny("iot:*", topic),
        deny(USE, A),
        deny("s3:*"),
    )
    assert (found.named, found.implied) == ((), ())
    assert [each.index for each in found.denies] == [3]
    assert len(of(allow(USE, topic)).named) == 1


@pytest.mark.parametrize(
    ("statements", "unseen", "certain", "possible"),
    [
        ([allow(USE)], True, [A, B], []),
        ([allow(USE, A)], False, [A], []),
        ([allow(USE, f"{SPACE}?")], False, [A, B], []),
        ([allow(USE), deny("iot:*", A)], True, [B], []),
        ([allow(USE), deny("iot:*")], False, [], []),
        ([allow(USE, Condition=IF)], None, [], [A, B]),
        ([allow(USE), deny(USE, A, Condition=IF)], True, [B], [A]),
        ([allow(USE), deny(USE, f"{SPACE}${{x}}")], None, [], [A, B]),
        ([allow(USE, f"{SPACE}${{x}}")], False, [], []),
        ([allow(USE, [A, f"{SPACE}${{x}}"])], False, [A], []),
        ([without(allow(USE, NotResource=A), "Resource")], True, [B], []),
    ],
)
def test_what_is_reached(
    statements: list[Json], unseen: bool | None, certain: list[str], possible: list[str]
) -> None:
    found = of(*statements)
    reach = found.reach(found.named, (A, B))
    assert reach.unseen.known is unseen
    assert (list(reach.certain), list(reach.possible)) == (certain, possible)
    assert list(reach.arns) == sorted(certain + possible)


def test_nothing_is_reached_by_nothing() -> None:
    found = of(allow("iot:*"))
    assert found.reach((), (A,)).unseen is NO
    assert found.reach(found.implied, ()).unseen == YES


def test_patterns_and_literals() -> None:
    found = of(
        allow(
            USE, ["*", f"{SPACE}*", f"{SPACE}a*", "arn:aws:iot:*:*:rolealias/b", A, f"{PLACE}:x*"]
        ),
        allow("iot:*", [B, f"{SPACE}c*"]),
        without(allow(USE, NotResource=f"{SPACE}d"), "Resource"),
    )
    assert found.wildcards((A, B)) == {
        "arn:aws:iot:*:*:rolealias/b": (B,),
        f"{SPACE}a*": (A,),
    }
    assert found.literals() == (A, B)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("arn:aws:iam::123456789012:role/a", ResourceFault.IAM_ROLE),
        ("a", ResourceFault.NAME),
        ("rolealias/a*", ResourceFault.NAME),
        ("arn:aws:iot", ResourceFault.NAME),
        (f"{PLACE}:role-alias/a", ResourceFault.SEGMENT),
        (f"{PLACE}:RoleAlias/a", ResourceFault.SEGMENT),
        (f"{PLACE}:rolealias", ResourceFault.SEGMENT),
        (SPACE, ResourceFault.SEGMENT),
        ("arn:aws:iot:us-east-1:123456789012:rolealias/*", ResourceFault.ELSEWHERE),
        ("arn:aws:iot::123456789012:rolealias/a", ResourceFault.ELSEWHERE),
        (f"{PLACE}:client/${{iot:ClientId}}", ResourceFault.OTHER_KIND),
        (A, None),
        ("*", None),
        ("*a", None),
        ("${x}", None),
    ],
)
def test_what_is_no_role_alias(text: str, fault: ResourceFault | None) -> None:
    found = of(allow(USE, text))
    assert found.misnamed() == (() if fault is None else ((text, fault),))
    assert found.names_some_alias() is (fault is None)
    assert of(allow("iot:*", text)).misnamed() == ()


def test_variables_of_the_thing() -> None:
    name, kind = "${iot:Connection.Thing.ThingName}", "${iot:connection.thing.ThingTypeName}"
    statement = allow(
        USE, [f"{SPACE}{kind}", f"{PLACE}:topic/${{iot:Connection.Thing.X}}"],
        Condition={"StringEquals": {"k": [name, "${iot:ClientId}"]}},
    )  # fmt: skip
    keys = ("iot:Connection.Thing.ThingName", "iot:connection.thing.ThingTypeName")
    assert of(statement).thing_variables() == keys
    assert of(statement, version="2008-10-17").thing_variables() == ()


def test_a_long_policy_costs_its_length() -> None:
    resources = [f"{SPACE}{number}*${{x}}" for number in range(2000)]
    resources += [f"{SPACE}{number}*?a" for number in range(2000)]
    found = of(*(allow(USE, part) for part in (resources[:2000], resources[2000:])))

    def ask() -> None:
        found.reach(found.named, (A, B))
        found.wildcards((A, B))
        found.misnamed()
        found.thing_variables()

    assert steps(ask) < 20 * sum(map(len, resources))


def test_a_policy_that_names_its_role_alias_is_not_compared_with_all_others() -> None:
    found = of(allow([USE, "iot:Connect"], [A, f"{PLACE}:client/x"]))
    few, many = ({f"{SPACE}{n}": n for n in range(count)} | {A: 0} for count in (10, 1000))
    assert found.reach(found.named, many).arns == (A,)
    assert steps(lambda: found.reach(found.named, many)) == steps(
        lambda: found.reach(found.named, few)
    )
