"""An organization is read as AWS lets it be read: by its management, page by page."""

import json
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any
from urllib.error import HTTPError

import pytest

Refusal = Callable[..., tuple[str, int, str]]

MANAGEMENT = "123456789012"
MEMBERS = ("111122223333", "444455556666", "777788889999")
LISTINGS = {
    "list_accounts": "Accounts",
    "list_accounts_for_parent": "Accounts",
    "list_children": "Children",
    "list_organizational_units_for_parent": "OrganizationalUnits",
    "list_parents": "Parents",
    "list_roots": "Roots",
    "list_tags_for_resource": "Tags",
}


def keys_of(world: Any, account: str) -> dict[str, Any]:
    entered: dict[str, Any] = world.client("sts").assume_role(
        RoleArn=f"arn:aws:iam::{account}:role/Bootstrap", RoleSessionName="setup"
    )["Credentials"]
    return entered


@pytest.fixture
def join(over_http: Any, post: Callable[..., None]) -> Callable[..., None]:
    """Puts an account into the organization, or changes it."""

    def joined(number: str, **members: str) -> None:
        body = json.dumps({"Management": MANAGEMENT, "Id": number, **members}).encode()
        post(f"{over_http.address}/moto-api/organizations/account", body)

    return joined


@pytest.fixture
def management(over_http: Any, join: Callable[..., None]) -> Any:
    """A client of the management account: three members and two OUs, all directly in the root."""
    service = over_http.client("organizations")
    service.create_organization(FeatureSet="ALL")
    for number in MEMBERS:
        join(number, Name=f"name of {number}")
    root = root_of(service)
    for name in ("Production", "Sandbox"):
        service.create_organizational_unit(ParentId=root, Name=name)
    service.tag_resource(
        ResourceId=MEMBERS[0], Tags=[{"Key": key, "Value": "v"} for key in ("a", "b")]
    )
    return service


def root_of(service: Any) -> str:
    root: str = service.list_roots()["Roots"][0]["Id"]
    return root


def asked(service: Any, listing: str) -> dict[str, str]:
    """The members that the listing requires."""
    match listing:
        case "list_accounts_for_parent" | "list_organizational_units_for_parent":
            return {"ParentId": root_of(service)}
        case "list_children":
            return {"ParentId": root_of(service), "ChildType": "ACCOUNT"}
        case "list_parents":
            return {"ChildId": MEMBERS[0]}
        case "list_tags_for_resource":
            return {"ResourceId": MEMBERS[0]}
    return {}


def pages(service: Any, listing: str, **members: Any) -> Iterator[list[Any]]:
    told: dict[str, str] = {}
    while True:
        answer = getattr(service, listing)(**asked(service, listing), **members, **told)
        yield answer[LISTINGS[listing]]
        if "NextToken" not in answer:
            return
        told = {"NextToken": answer["NextToken"]}


@pytest.mark.parametrize(
    ("listing", "rows"),
    [
        ("list_accounts", 4),
        ("list_accounts_for_parent", 4),
        ("list_children", 4),
        ("list_organizational_units_for_parent", 2),
        ("list_parents", 1),
        ("list_roots", 1),
    ],
)
def test_pages(management: Any, listing: str, rows: int) -> None:
    ones = list(pages(management, listing, MaxResults=1))
    assert [len(page) for page in ones] == [1] * rows
    assert [row for page in ones for row in page] == next(pages(management, listing))


def test_tags_come_in_pages_that_nobody_can_choose(management: Any) -> None:
    tags = [{"Key": f"k{number}", "Value": ""} for number in range(20)]
    management.tag_resource(ResourceId=MEMBERS[0], Tags=tags)
    assert [len(page) for page in pages(management, "list_tags_for_resource")] == [20, 2]


@pytest.mark.parametrize("listing", LISTINGS)
def test_what_a_listing_does_not_take(refusal: Refusal, management: Any, listing: str) -> None:
    call, members = getattr(management, listing), asked(management, listing)
    assert refusal(call, **members, NextToken="W10=")[:2] == ("InvalidInputException", 400)
    if listing != "list_tags_for_resource":
        for size in (0, 21):
            assert refusal(call, **members, MaxResults=size)[:2] == ("InvalidInputException", 400)


def test_a_token_belongs_to_what_was_asked(refusal: Refusal, management: Any) -> None:
    root = root_of(management)
    token = management.list_children(ParentId=root, ChildType="ACCOUNT", MaxResults=1)["NextToken"]
    code, _, _ = refusal(
        management.list_children,
        ParentId=root,
        ChildType="ORGANIZATIONAL_UNIT",
        NextToken=token,
    )
    assert code == "InvalidInputException"


def test_a_tree(management: Any) -> None:
    root = root_of(management)
    top = management.list_organizational_units_for_parent(ParentId=root)["OrganizationalUnits"]
    outer = next(unit for unit in top if unit["Name"] == "Production")
    inner = management.create_organizational_unit(ParentId=outer["Id"], Name="Plants")[
        "OrganizationalUnit"
    ]
    management.move_account(
        AccountId=MEMBERS[0], SourceParentId=root, DestinationParentId=inner["Id"]
    )
    described = management.describe_organizational_unit(OrganizationalUnitId=inner["Id"])
    assert described["OrganizationalUnit"] == inner
    assert management.list_parents(ChildId=MEMBERS[0])["Parents"] == [
        {"Id": inner["Id"], "Type": "ORGANIZATIONAL_UNIT"}
    ]
    assert management.list_parents(ChildId=outer["Id"])["Parents"] == [{"Id": root, "Type": "ROOT"}]
    assert management.list_children(ParentId=outer["Id"], ChildType="ORGANIZATIONAL_UNIT")[
        "Children"
    ] == [{"Id": inner["Id"], "Type": "ORGANIZATIONAL_UNIT"}]
    accounts = management.list_accounts_for_parent(ParentId=inner["Id"])["Accounts"]
    assert [account["Id"] for account in accounts] == [MEMBERS[0]]
    assert management.list_accounts_for_parent(ParentId=outer["Id"])["Accounts"] == []


def test_an_account(management: Any) -> None:
    account = management.describe_account(AccountId=MEMBERS[0])["Account"]
    organization = management.describe_organization()["Organization"]
    joined = account.pop("JoinedTimestamp")
    assert joined.tzinfo is not None
    assert account == {
        "Id": MEMBERS[0],
        "Arn": f"arn:aws:organizations::{MANAGEMENT}:account/{organization['Id']}/{MEMBERS[0]}",
        "Email": f"{MEMBERS[0]}@example.com",
        "Name": f"name of {MEMBERS[0]}",
        "Status": "ACTIVE",
        "State": "ACTIVE",
        "JoinedMethod": "INVITED",
    }


@pytest.mark.parametrize(
    ("state", "status"),
    [
        ("PENDING_ACTIVATION", "ACTIVE"),
        ("SUSPENDED", "SUSPENDED"),
        ("PENDING_CLOSURE", "PENDING_CLOSURE"),
        ("CLOSED", "SUSPENDED"),
    ],
)
def test_states(management: Any, join: Any, state: str, status: str) -> None:
    join(MEMBERS[1], State=state)
    told = {
        account["Id"]: (account["Name"], account["State"], account["Status"])
        for account in management.list_accounts()["Accounts"]
    }
    assert told[MEMBERS[0]][1:] == ("ACTIVE", "ACTIVE")
    assert told[MEMBERS[1]] == (f"name of {MEMBERS[1]}", state, status)


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"[]",
        b'{"Management": "123456789012"}',
        b'{"Management": "123456789012", "Id": 111122223333}',
        b'{"Management": "123456789012", "Id": "1"}',
        b'{"Management": "999999999999", "Id": "888888888888"}',
        b'{"Management": "123456789012", "Id": "111122223333", "State": "GONE"}',
    ],
)
def test_what_cannot_be_an_account(management: Any, over_http: Any, post: Any, body: bytes) -> None:
    with pytest.raises(HTTPError) as caught:
        post(f"{over_http.address}/moto-api/organizations/account", body)
    caught.value.close()
    assert caught.value.code == 400
    assert management.describe_account(AccountId=MEMBERS[0])["Account"]["State"] == "ACTIVE"


READS: dict[str, Callable[[Any], dict[str, str]]] = {
    **{listing: partial(asked, listing=listing) for listing in LISTINGS},
    "describe_account": lambda service: {"AccountId": MEMBERS[0]},
    "describe_organizational_unit": lambda service: {
        "OrganizationalUnitId": service.list_organizational_units_for_parent(
            ParentId=root_of(service)
        )["OrganizationalUnits"][0]["Id"]
    },
}


@pytest.mark.parametrize("read", READS)
def test_only_the_management_and_its_delegate_may_read(
    refusal: Refusal, over_http: Any, management: Any, read: str
) -> None:
    member = over_http.client("organizations", credentials=keys_of(over_http, MEMBERS[2]))
    members = READS[read](management)
    assert refusal(getattr(member, read), **members) == (
        "AccessDeniedException",
        400,
        "You don't have permissions to access this resource.",
    )
    management.register_delegated_administrator(
        AccountId=MEMBERS[2], ServicePrincipal="access-analyzer.amazonaws.com"
    )
    told, said = (getattr(service, read)(**members) for service in (member, management))
    assert told | {"ResponseMetadata": None} == said | {"ResponseMetadata": None}


def test_every_member_may_see_the_organization(over_http: Any, management: Any) -> None:
    member = over_http.client("organizations", credentials=keys_of(over_http, MEMBERS[2]))
    organization = member.describe_organization()["Organization"]
    assert organization == management.describe_organization()["Organization"]
    assert organization["MasterAccountId"] == MANAGEMENT


@pytest.mark.parametrize("read", [*READS, "describe_organization"])
def test_an_account_of_no_organization(
    refusal: Refusal, over_http: Any, management: Any, read: str
) -> None:
    members = READS[read](management) if read in READS else {}
    stranger = over_http.client("organizations", credentials=keys_of(over_http, "999999999999"))
    assert refusal(getattr(stranger, read), **members)[:2] == (
        "AWSOrganizationsNotInUseException",
        400,
    )


def test_a_reset_dissolves_it(refusal: Refusal, over_http: Any, management: Any, post: Any) -> None:
    post(f"{over_http.address}/moto-api/reset")
    former = over_http.client("organizations", credentials=keys_of(over_http, MEMBERS[2]))
    assert refusal(former.list_accounts)[0] == "AWSOrganizationsNotInUseException"
    over_http.client("organizations").create_organization(FeatureSet="ALL")
    assert refusal(former.list_accounts)[0] == "AWSOrganizationsNotInUseException", "nor the next"


@pytest.mark.parametrize(
    ("read", "members", "code"),
    [
        ("describe_account", {"AccountId": "999999999999"}, "AccountNotFoundException"),
        ("list_parents", {"ChildId": "999999999999"}, "ChildNotFoundException"),
        ("list_parents", {"ChildId": "ou-abcd-12345678"}, "ChildNotFoundException"),
        ("list_accounts_for_parent", {"ParentId": "ou-abcd-12345678"}, "ParentNotFoundException"),
        (
            "list_organizational_units_for_parent",
            {"ParentId": "r-abcd"},
            "ParentNotFoundException",
        ),
        (
            "list_children",
            {"ParentId": "r-abcd", "ChildType": "ACCOUNT"},
            "ParentNotFoundException",
        ),
        (
            "describe_organizational_unit",
            {"OrganizationalUnitId": "ou-abcd-12345678"},
            "OrganizationalUnitNotFoundException",
        ),
        ("list_tags_for_resource", {"ResourceId": "999999999999"}, "TargetNotFoundException"),
        ("describe_account", {"AccountId": "one"}, "InvalidInputException"),
    ],
)
def test_what_is_not_there(
    refusal: Refusal, management: Any, read: str, members: dict[str, str], code: str
) -> None:
    assert refusal(getattr(management, read), **members)[:2] == (code, 400)


def test_iam_is_asked(refusal: Refusal, over_http: Any, management: Any) -> None:
    iam = over_http.client("iam")
    iam.create_user(UserName="auditor")
    document = {"Effect": "Allow", "Action": "organizations:ListAccounts", "Resource": "*"}
    iam.put_user_policy(
        UserName="auditor",
        PolicyName="p",
        PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": document}),
    )
    keys = {**iam.create_access_key(UserName="auditor")["AccessKey"], "SessionToken": None}
    auditor = over_http.client("organizations", credentials=keys)
    with over_http.enforced():
        assert len(auditor.list_accounts()["Accounts"]) == 4
        code, status, message = refusal(auditor.list_roots)
    assert (code, status) == ("AccessDeniedException", 403)
    assert message.endswith("allows the organizations:ListRoots action")
