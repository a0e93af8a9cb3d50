"""What is collected when calls go well, badly or halfway, over real HTTP."""

import json
from typing import Any

import pytest
from scanner.aws.conftest import Answer, Endpoint, error, iam_error, iam_role, opened
from world import NOW, role_arn

from rolevet import (
    CellState,
    Inventory,
    Missing,
    Profile,
    Role,
    RoleAlias,
    TrustAnchor,
    Undecided,
)
from rolevet.inventory import RoleFact
from rolevet.needs import Need
from rolevet.sources.aws.calls import Patience
from rolevet.sources.aws.collect import collect
from rolevet.sources.aws.regions import Wish
from rolevet.unknown import Doubt, Unknown

ALIAS_ARN = "arn:aws:iot:eu-west-1:123456789012:rolealias/"


EVERY_KIND = (RoleAlias, Profile, TrustAnchor, Role)


def collected(
    endpoint: Endpoint,
    *regions: str,
    kinds: tuple[Need, ...] = EVERY_KIND,
    patience: Patience | None = None,
) -> Inventory:
    access = opened(endpoint, Wish(regions or ("eu-west-1",)), patience=patience)
    return collect(access, kinds, NOW)


def states(inventory: Inventory) -> dict[str, str]:
    return {
        f"{cell.region} {cell.api}": cell.state.value + (f" {cell.error}" if cell.error else "")
        for cell in inventory.coverage
    }


def described(name: str, role: str, seconds: int = 3600) -> Answer:
    return 200, json.dumps(
        {
            "roleAliasDescription": {
                "roleAlias": name,
                "roleAliasArn": ALIAS_ARN + name,
                "roleArn": role,
                "credentialDurationSeconds": seconds,
                "lastModifiedDate": 1767225600.5,
            }
        }
    )


def listed_profile(number: int, **fields: Any) -> dict[str, Any]:
    return {
        "profileArn": f"arn:aws:rolesanywhere:eu-west-1:123456789012:profile/{number}",
        "name": f"p{number}",
        "enabled": True,
        "updatedAt": "2026-01-01T00:00:00Z",
        "roleArns": [],
        **fields,
    }


ALL_COMPLETE = {
    "eu-west-1 iot:ListRoleAliases": "complete",
    "eu-west-1 rolesanywhere:ListProfiles": "complete",
    "eu-west-1 rolesanywhere:ListTrustAnchors": "complete",
}


def test_an_empty_account_takes_three_calls(endpoint: Endpoint) -> None:
    assert states(collected(endpoint)) == ALL_COMPLETE
    assert sorted(name for name, _ in endpoint.calls) == [
        "GetCallerIdentity",
        "ListProfiles",
        "ListRoleAliases",
        "ListTrustAnchors",
    ]


def test_every_page_is_read(endpoint: Endpoint) -> None:
    def script(operation: str, parameters: dict[str, str]) -> Answer | None:
        if operation == "ListRoleAliases":
            page = int(parameters.get("marker", "0"))
            more = {"nextMarker": str(page + 1)} if page < 2 else {}
            return 200, json.dumps({"roleAliases": [f"a{page}"], **more})
        if operation == "DescribeRoleAlias":
            return described(parameters["roleAlias"], role_arn())
        if operation == "ListProfiles":
            page = int(parameters.get("nextToken", "0"))
            more = {"nextToken": str(page + 1)} if page < 3 else {}
            return 200, json.dumps({"profiles": [listed_profile(page)], **more})
        return iam_role(role_arn()) if operation == "GetRole" else None

    endpoint.script = script
    inventory = collected(endpoint)
    assert [alias.name for alias in inventory.aliases] == ["a0", "a1", "a2"]
    assert [profile.name for profile in inventory.profiles] == ["p0", "p1", "p2", "p3"]
    assert {(c.api, c.items, c.effort.calls) for c in inventory.coverage} == {
        ("iot:ListRoleAliases", 3, 3),
        ("iot:DescribeRoleAlias", 3, 3),
        ("rolesanywhere:ListProfiles", 4, 4),
        ("rolesanywhere:ListTrustAnchors", 0, 1),
        ("iam:GetRole", 1, 1),
    }


def test_two_brokers_and_two_regions_take_one_look_at_their_role(endpoint: Endpoint) -> None:
    def script(operation: str, parameters: dict[str, str]) -> Answer | None:
        if operation == "ListRoleAliases":
            return 200, json.dumps({"roleAliases": ["a", "b"]})
        if operation == "DescribeRoleAlias":
            return described(parameters["roleAlias"], role_arn())
        if operation == "ListProfiles":
            return 200, json.dumps({"profiles": [listed_profile(1, roleArns=[role_arn()] * 2)]})
        return iam_role(role_arn(), 7200) if operation == "GetRole" else None

    endpoint.script = script
    inventory = collected(endpoint, "eu-west-1", "us-east-1", "eu-west-1")
    names = [name for name, _ in endpoint.calls]
    assert (names.count("GetRole"), names.count("ListProfiles")) == (1, 2)
    role = inventory.roles[role_arn()]
    assert isinstance(role, Role)
    assert role.max_session_duration == 7200
    assert role.trust == {"Version": "2012-10-17"}
    assert role.raw["CreateDate"] == "2026-01-01T00:00:00Z", "timestamps stay as AWS sent them"


def role_fact(endpoint: Endpoint, answer: Answer, role: str = role_arn()) -> RoleFact:
    def script(operation: str, parameters: dict[str, str]) -> Answer | None:
        if operation == "ListProfiles":
            return 200, json.dumps({"profiles": [listed_profile(1, roleArns=[role])]})
        return answer if operation == "GetRole" else None

    endpoint.script = script
    return collected(endpoint).roles[role]


def test_a_role_that_does_not_exist_is_a_fact(endpoint: Endpoint) -> None:
    assert isinstance(role_fact(endpoint, iam_error(404, "NoSuchEntity")), Missing)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (iam_error(403, "AccessDenied"), "was denied (AccessDenied)"),
        (iam_error(400, "Throttling"), "was throttled until it was given up (Throttling)"),
        (iam_error(500, "ServiceFailure"), "failed (ServiceFailure)"),
        ((200, "not xml"), "failed (MalformedAnswer)"),
        ((200, "<GetRoleResponse/>"), "failed (MalformedAnswer)"),
        (
            (200, "<GetRoleResponse><GetRoleResult/></GetRoleResponse>"),
            "failed (MalformedAnswer)",
        ),
    ],
)
def test_a_role_that_could_not_be_looked_up_is_unknown(
    endpoint: Endpoint, answer: Answer, reason: str
) -> None:
    fact = role_fact(endpoint, answer)
    assert fact == Unknown(f"iam:GetRole for role 'Device' {reason}", Doubt.COVERAGE)


def test_a_role_of_that_name_under_another_path_is_not_that_role(endpoint: Endpoint) -> None:
    fact = role_fact(endpoint, iam_role(role_arn("Device")), role_arn("fleet/Device"))
    assert isinstance(fact, Unknown)
    assert fact.doubt is Doubt.BY_NATURE
    assert "exists as arn:aws:iam::123456789012:role/Device, not as" in fact.reason


def test_roles_that_cannot_be_here_are_not_asked_for(endpoint: Endpoint) -> None:
    strangers = [role_arn(account="210987654321"), role_arn(partition="aws-cn"), "nonsense"]

    def script(operation: str, parameters: dict[str, str]) -> Answer | None:
        if operation == "ListProfiles":
            return 200, json.dumps({"profiles": [listed_profile(1, roleArns=strangers)]})
        return None

    endpoint.script = script
    assert collected(endpoint).roles == {}
    assert "GetRole" not in [name for name, _ in endpoint.calls]


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (error(403, "AccessDeniedException"), "denied AccessDeniedException"),
        (error(403, "SomethingNew"), "denied SomethingNew"),
        (error(429, "ThrottlingException"), "throttled ThrottlingException"),
        (error(500, "InternalFailureException"), "failed InternalFailureException"),
        ((200, "<html>a captive portal</html>"), "failed MalformedAnswer"),
        ((200, ""), "failed MalformedAnswer"),
        ((200, '{"profiles": ['), "failed MalformedAnswer"),
        ((200, "[]"), "failed MalformedAnswer"),
        ((200, '{"profiles": 5}'), "failed MalformedAnswer"),
        ((200, "[" * 100_000), "failed MalformedAnswer"),
        ((500, "[]"), "failed MalformedAnswer"),
        ((502, "<html>bad gateway</html>"), "failed 502"),
    ],
)
def test_a_listing_that_fails_is_no_empty_list(
    endpoint: Endpoint, answer: Answer, state: str
) -> None:
    endpoint.script = lambda operation, _: answer if operation == "ListProfiles" else None
    inventory = collected(endpoint)
    assert states(inventory) == ALL_COMPLETE | {"eu-west-1 rolesanywhere:ListProfiles": state}


def test_a_listing_that_breaks_off_keeps_what_it_had(endpoint: Endpoint) -> None:
    def script(operation: str, parameters: dict[str, str]) -> Answer | None:
        if operation != "ListProfiles":
            return None
        if "nextToken" in parameters:
            return error(500, "InternalFailureException")
        return 200, json.dumps({"profiles": [listed_profile(1)], "nextToken": "more"})

    endpoint.script = script
    inventory = collected(endpoint)
    assert [profile.name for profile in inventory.profiles] == ["p1"]
    (cell,) = [cell for cell in inventory.coverage if cell.api.endswith("ListProfiles")]
    assert (cell.state, cell.error, cell.items, cell.pages, cell.effort.calls) == (
        CellState.PARTIAL,
        "InternalFailureException",
        1,
        1,
        2,
    )


def test_pages_that_go_round_in_circles_end(endpoint: Endpoint) -> None:
    def script(operation: str, parameters: dict[str, str]) -> Answer | None:
        if operation != "ListProfiles":
            return None
        other = {"a": "b", "b": "a"}.get(parameters.get("nextToken", ""), "a")
        return 200, json.dumps({"profiles": [listed_profile(1)], "nextToken": other})

    endpoint.script = script
    inventory = collected(endpoint)
    assert states(inventory)["eu-west-1 rolesanywhere:ListProfiles"] == "partial RepeatedToken"
    assert len(inventory.profiles) == 1


def test_an_alias_that_cannot_be_described_is_known_by_name(endpoint: Endpoint) -> None:
    def script(operation: str, parameters: dict[str, str]) -> Answer | None:
        if operation == "ListRoleAliases":
            return 200, json.dumps({"roleAliases": ["dark", "gone", "odd", "seen"]})
        if operation == "DescribeRoleAlias":
            return {
                "dark": error(403, "UnauthorizedException"),
                "gone": error(404, "ResourceNotFoundException"),
                "odd": (200, "{}"),
                "seen": described("seen", "arn:aws:iam::210987654321:role/x"),
            }[parameters["roleAlias"]]
        return None

    endpoint.script = script
    inventory = collected(endpoint)
    dark, odd, seen = inventory.aliases
    assert (dark.name, dark.arn) == ("dark", ALIAS_ARN + "dark")
    with pytest.raises(Undecided, match=r"for role alias 'dark' was denied"):
        _ = dark.role_arn
    with pytest.raises(Undecided, match=r"for role alias 'odd' failed \(MalformedAnswer\)"):
        _ = odd.duration
    assert seen.duration == 3600
    (cell,) = [cell for cell in inventory.coverage if cell.api == "iot:DescribeRoleAlias"]
    assert (cell.state, cell.error, cell.items) == (CellState.PARTIAL, "UnauthorizedException", 2)


@pytest.mark.parametrize(
    ("answers", "state"),
    [
        ({"a": "AccessDeniedException", "b": "AccessDeniedException"}, CellState.DENIED),
        ({"a": "AccessDeniedException", "b": "ThrottlingException"}, CellState.FAILED),
    ],
)
def test_where_no_call_gave_an_answer_the_cell_says_why(
    endpoint: Endpoint, answers: dict[str, str], state: CellState
) -> None:
    def script(operation: str, parameters: dict[str, str]) -> Answer | None:
        if operation == "ListRoleAliases":
            return 200, json.dumps({"roleAliases": list(answers)})
        if operation == "DescribeRoleAlias":
            return error(400, answers[parameters["roleAlias"]])
        return None

    endpoint.script = script
    (cell,) = [c for c in collected(endpoint).coverage if c.api == "iot:DescribeRoleAlias"]
    assert cell.state is state


def test_a_service_that_a_region_lacks_is_told_apart(endpoint: Endpoint) -> None:
    assert states(collected(endpoint, "af-south-1")) == {
        "af-south-1 iot:ListRoleAliases": "not-offered",
        "af-south-1 rolesanywhere:ListProfiles": "complete",
        "af-south-1 rolesanywhere:ListTrustAnchors": "complete",
    }


def test_roles_anywhere_too(endpoint: Endpoint) -> None:
    sts = """<GetCallerIdentityResponse><GetCallerIdentityResult>
    <Arn>arn:aws-iso:iam::123456789012:user/x</Arn><Account>123456789012</Account>
    </GetCallerIdentityResult></GetCallerIdentityResponse>"""
    endpoint.script = lambda operation, _: (200, sts) if operation == "GetCallerIdentity" else None
    assert set(states(collected(endpoint, "us-iso-east-1")).values()) == {"not-offered"}


def many_roles(asked: list[str], missing: str, **listing: Answer) -> Any:
    """Twenty-five profiles with a role each; IAM knows all roles but one."""
    names = [f"R{number:02}" for number in range(25)]

    def script(operation: str, parameters: dict[str, str]) -> Answer | None:
        if operation == "ListProfiles":
            profiles = [
                listed_profile(number, roleArns=[role_arn(name)])
                for number, name in enumerate(names)
            ]
            return 200, json.dumps({"profiles": profiles})
        if operation == "ListRoles":
            asked.append("ListRoles")
            second = "Marker" in parameters
            if second and listing:
                return listing["second"]
            return iam_roles(names[12:] if second else names[:12], missing, more=not second)
        if operation == "GetRole":
            asked.append(parameters["RoleName"])
            return iam_error(404, "NoSuchEntity")
        return None

    return script


def iam_roles(names: list[str], missing: str, *, more: bool) -> Answer:
    members = "".join(
        f"<member>{iam_role(role_arn(name))[1].partition('<Role>')[2].partition('</Role>')[0]}</member>"
        for name in names
        if name != missing
    )
    token = "<IsTruncated>true</IsTruncated><Marker>m</Marker>" if more else ""
    return 200, (
        f"<ListRolesResponse><ListRolesResult><Roles>{members}</Roles>{token}"
        "</ListRolesResult></ListRolesResponse>"
    )


def test_many_roles_are_listed_and_one_that_is_not_shown_is_asked_for(endpoint: Endpoint) -> None:
    asked: list[str] = []
    endpoint.script = many_roles(asked, missing="R17")
    inventory = collected(endpoint)
    assert asked == ["ListRoles", "ListRoles", "R17"]
    assert isinstance(inventory.roles[role_arn("R17")], Missing)
    assert sum(isinstance(fact, Role) for fact in inventory.roles.values()) == 24
    assert states(inventory)["global iam:ListRoles"] == "complete"


def test_a_listing_of_roles_that_breaks_off_leaves_the_others_unknown(endpoint: Endpoint) -> None:
    asked: list[str] = []
    endpoint.script = many_roles(asked, missing="", second=iam_error(403, "AccessDenied"))
    inventory = collected(endpoint)
    assert asked == ["ListRoles", "ListRoles"]
    assert isinstance(inventory.roles[role_arn("R03")], Role)
    assert inventory.roles[role_arn("R20")] == Unknown(
        "iam:ListRoles for role 'R20' was denied (AccessDenied)"
    )
    assert states(inventory)["global iam:ListRoles"] == "partial AccessDenied"


@pytest.mark.parametrize(
    ("kinds", "calls"),
    [
        ((), set()),
        ((RoleAlias,), {"ListRoleAliases", "DescribeRoleAlias"}),
        ((Profile,), {"ListProfiles"}),
        ((TrustAnchor,), {"ListTrustAnchors"}),
        ((Profile, Role), {"ListProfiles", "GetRole"}),
    ],
)
def test_nothing_is_asked_that_nobody_needs(
    endpoint: Endpoint, kinds: tuple[Need, ...], calls: set[str]
) -> None:
    def script(operation: str, parameters: dict[str, str]) -> Answer | None:
        if operation == "ListRoleAliases":
            return 200, json.dumps({"roleAliases": ["a"]})
        if operation == "DescribeRoleAlias":
            return described("a", role_arn("A"))
        if operation == "ListProfiles":
            return 200, json.dumps({"profiles": [listed_profile(1, roleArns=[role_arn("P")])]})
        return iam_role(role_arn("P")) if operation == "GetRole" else None

    endpoint.script = script
    collected(endpoint, kinds=kinds)
    assert {name for name, _ in endpoint.calls} == calls | {"GetCallerIdentity"}


def test_throttling_loses_nothing(endpoint: Endpoint) -> None:
    names = [f"a{number:03}" for number in range(60)]
    seen: dict[str, int] = {}

    def script(operation: str, parameters: dict[str, str]) -> Answer | None:
        if operation == "ListRoleAliases":
            return 200, json.dumps({"roleAliases": names})
        if operation == "DescribeRoleAlias":
            name = parameters["roleAlias"]
            seen[name] = seen.get(name, 0) + 1
            if seen[name] % 3:
                return error(429, "ThrottlingException")
            return described(name, role_arn("A"))
        return None

    endpoint.script = script
    # All threads share the hurried clock, which so runs ahead of each of them.
    patience = Patience(call=1e6, cell=1e6)
    inventory = collected(endpoint, kinds=(RoleAlias,), patience=patience)
    assert [alias.name for alias in inventory.aliases] == names
    assert all(alias.role_arn for alias in inventory.aliases)
    (cell,) = [cell for cell in inventory.coverage if cell.api == "iot:DescribeRoleAlias"]
    assert (cell.state, cell.items) == (CellState.COMPLETE, 60)
    assert (cell.effort.calls, cell.effort.retries, cell.effort.throttled) == (180, 120, 120)
