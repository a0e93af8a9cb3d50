"""Which accounts a run reads: those of a file, or those of the organization."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from scanner.aws.conftest import Answer, Endpoint, Hurried, error

from rolevet.errors import CollectError, InputError, UsageError
from rolevet.sources.aws.accounts_file import load_accounts
from rolevet.sources.aws.calls import Patience
from rolevet.sources.aws.organization import Members, Organization, survey
from rolevet.sources.aws.regions import Wish
from rolevet.sources.aws.roster import Roster, of_file, of_organization
from rolevet.sources.aws.shared import Connection, Shared, open_shared

OWN, PAY, WEB, OLD = "123456789012", "111122223333", "444455556666", "777788889999"


@pytest.fixture
def shared(endpoint: Endpoint) -> Shared:
    return open_shared(
        Connection(endpoint_url=endpoint.url),
        Wish(),
        patience=Patience(attempts=1),
        clock=Hurried(),
    )


Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    monkeypatch.chdir(tmp_path)

    def written(text: str) -> Path:
        Path("a.yaml").write_text(text)
        return Path("a.yaml")

    return written


def told(roster: Roster) -> list[tuple[str, str | None, str | None]]:
    return [
        (
            target.account,
            target.assumption.role_arn if target.assumption else None,
            target.assumption.external_id if target.assumption else None,
        )
        for target in roster.targets
    ]


def test_a_file_of_accounts(shared: Shared, write: Write) -> None:
    path = write(
        f"""
        accounts:
          - id: {PAY}
            name: payments
          - id: '{WEB}'
            role: team/Vetter
            external_id: own
            regions: [eu-*, us-east-1]
          - id: {OLD}
            role: arn:aws:iam::{OLD}:role/Other
          - id: {OWN}
        """
    )
    roster = of_file(shared, load_accounts(path), "RolevetAudit", "common", [OLD])
    assert told(roster) == [
        (PAY, f"arn:aws:iam::{PAY}:role/RolevetAudit", "common"),
        (WEB, f"arn:aws:iam::{WEB}:role/team/Vetter", "own"),
        (OWN, None, None),
    ]
    assert [target.name for target in roster.targets] == ["payments", "", ""]
    assert roster.targets[1].regions == ("eu-*", "us-east-1")
    assert [(cell.account, cell.state.value) for cell in roster.coverage] == [(OLD, "excluded")]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("accounts: []", "a.yaml:1:11: no account is listed"),
        ("accounts: x", "a.yaml:1:11: this is not a list"),
        ("acounts: []", "a.yaml:1:10: there is no field 'acounts'"),
        ("[]", "a.yaml:1:1: this is not a mapping"),
        ("{}", "a.yaml:1:1: there is no list 'accounts'"),
        ("accounts: [x]", "a.yaml:1:12: this is not a mapping"),
        ("accounts: [{name: x}]", "a.yaml:1:12: this account has no id"),
        ("accounts: [{id: 12345}]", "a.yaml:1:17: '12345' is not an account id"),
        ("accounts: [{id: ١٢٣٤٥٦٧٨٩٠١٢}]", "is not an account id"),
        ("accounts: [{id: []}]", "a.yaml:1:17: this is not a text"),
        (f"accounts: [{{id: {PAY}, roel: x}}]", "there is no field 'roel'"),
        (f"accounts:\n- id: {PAY}\n- id: {PAY}", f"a.yaml:3:3: account {PAY} is also on line 2"),
    ],
)
def test_a_file_that_is_not_as_it_should_be(write: Write, text: str, says: str) -> None:
    with pytest.raises(InputError, match=says):
        load_accounts(write(text))


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"missing\.yaml cannot be read: No such file"):
        load_accounts(tmp_path / "missing.yaml")


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        (f"{{id: {PAY}, role: arn:aws:iam::{WEB}:role/X}}", f"not of account {PAY}"),
        (f"{{id: {PAY}, role: 'no such role'}}", r"a.yaml:1: role 'arn:.*' is no role"),
        (f"{{id: {PAY}, external_id: '<>'}}", "'<>' is not an external ID"),
    ],
)
def test_roles_that_cannot_be_assumed(shared: Shared, write: Write, entry: str, says: str) -> None:
    listed = load_accounts(write(f"accounts: [{entry}]"))
    with pytest.raises((InputError, UsageError), match=says):
        of_file(shared, listed, "RolevetAudit", None, [])


@pytest.mark.parametrize(
    ("excluded", "says"), [([PAY], "no account is left"), ([WEB], f"--exclude-account {WEB}")]
)
def test_leaving_out_too_much(shared: Shared, write: Write, excluded: list[str], says: str) -> None:
    listed = load_accounts(write(f"accounts: [{{id: {PAY}}}]"))
    with pytest.raises(UsageError, match=says):
        of_file(shared, listed, "RolevetAudit", None, excluded)


UNITS = {"r-1": [("ou-1", "Work"), ("ou-2", "Play")], "ou-1": [("ou-3", "Prod")]}
ACCOUNTS = {
    "r-1": [(OWN, "root", "ACTIVE")],
    "ou-2": [(OLD, "old", "SUSPENDED")],
    "ou-3": [(PAY, "payments", "ACTIVE"), (WEB, "web", "ACTIVE")],
}
TAGS = {PAY: {"team": "a", "vet": "yes"}, WEB: {"team": "b"}}


def page(name: str, items: list[dict[str, str]], asked: dict[str, str]) -> Answer:
    """One item at a time."""
    start = int(asked.get("NextToken", "0"))
    more = {"NextToken": str(start + 1)} if start + 1 < len(items) else {}
    return 200, json.dumps({name: items[start : start + 1], **more})


def organization(operation: str, asked: dict[str, str]) -> Answer | None:
    match operation:
        case "ListRoots":
            return page("Roots", [{"Id": "r-1", "Name": "Root"}], asked)
        case "ListOrganizationalUnitsForParent":
            units = UNITS.get(asked["ParentId"], [])
            return page(
                "OrganizationalUnits", [{"Id": i, "Name": name} for i, name in units], asked
            )
        case "ListAccountsForParent":
            found = ACCOUNTS.get(asked["ParentId"], [])
            told = [{"Id": i, "Name": name, "State": state} for i, name, state in found]
            return page("Accounts", told, asked)
        case "ListTagsForResource":
            tags = TAGS.get(asked["ResourceId"], {})
            return page("Tags", [{"Key": k, "Value": v} for k, v in tags.items()], asked)
    return None


def found(shared: Shared, *units: str, tags: tuple[str, ...] = ()) -> Organization:
    return survey(shared, Members(units, tags))


def test_the_whole_organization(endpoint: Endpoint, shared: Shared) -> None:
    endpoint.script = organization
    seen = found(shared)
    assert [(m.account, m.name, m.unit, m.state) for m in seen.members] == [
        (PAY, "payments", "Root/Work/Prod", "ACTIVE"),
        (OWN, "root", "Root", "ACTIVE"),
        (WEB, "web", "Root/Work/Prod", "ACTIVE"),
        (OLD, "old", "Root/Play", "SUSPENDED"),
    ]
    assert {(c.api, c.state.value, c.items, c.pages) for c in seen.found_by} == {
        ("organizations:ListRoots", "complete", 1, 1),
        ("organizations:ListOrganizationalUnitsForParent", "complete", 3, 5),
        ("organizations:ListAccountsForParent", "complete", 4, 5),
    }
    roster = of_organization(shared, seen, "RolevetAudit", "e1", [WEB])
    assert told(roster) == [(PAY, f"arn:aws:iam::{PAY}:role/RolevetAudit", "e1"), (OWN, None, None)]
    left_out = {c.account: (c.state.value, c.error) for c in roster.coverage if c.lists and c.error}
    assert left_out == {OLD: ("account-not-active", "SUSPENDED")}
    assert {t.account for t in roster.left_out} == {WEB, OLD}


@pytest.mark.parametrize("unit", ["ou-1", "Root/Work", "Work", "ou-3", "Work/Prod"])
def test_a_unit_and_those_below(endpoint: Endpoint, shared: Shared, unit: str) -> None:
    endpoint.script = organization
    assert [m.account for m in found(shared, unit).members] == [PAY, WEB]


def test_several_units_are_alternatives(endpoint: Endpoint, shared: Shared) -> None:
    endpoint.script = organization
    assert [m.account for m in found(shared, "Play", "ou-3").members] == [PAY, WEB, OLD]


def test_a_unit_that_there_is_not(endpoint: Endpoint, shared: Shared) -> None:
    endpoint.script = organization
    with pytest.raises(UsageError, match="no unit 'Wrok'") as caught:
        found(shared, "Wrok")
    assert "Work" in caught.value.hint


@pytest.mark.parametrize(
    ("tags", "accounts"),
    [
        (("vet",), [PAY]),
        (("team=a", "team=b"), [PAY, WEB]),
        (("team=b", "vet"), []),
        (("team=",), []),
    ],
)
def test_tags(
    endpoint: Endpoint, shared: Shared, tags: tuple[str, ...], accounts: list[str]
) -> None:
    endpoint.script = organization
    assert [m.account for m in found(shared, tags=tags).members] == accounts


def test_tags_that_are_not_told_are_a_gap(endpoint: Endpoint, shared: Shared) -> None:
    def script(operation: str, asked: dict[str, str]) -> Answer | None:
        if operation == "ListTagsForResource" and asked["ResourceId"] == WEB:
            return error(400, "AccessDeniedException")
        return organization(operation, asked)

    endpoint.script = script
    seen = found(shared, tags=("team",))
    assert [m.account for m in seen.members] == [PAY]
    (cell,) = [c for c in seen.found_by if c.api == "organizations:ListTagsForResource"]
    assert (cell.state.value, cell.error, cell.lists) == ("partial", "AccessDeniedException", True)


def test_half_a_listing_is_told_and_the_rest_is_read(endpoint: Endpoint, shared: Shared) -> None:
    def script(operation: str, asked: dict[str, str]) -> Answer | None:
        if operation == "ListAccountsForParent" and asked.get("NextToken"):
            return error(500, "ServiceException")
        return organization(operation, asked)

    endpoint.script = script
    seen = found(shared)
    assert [m.account for m in seen.members] == [PAY, OWN, OLD]
    assert "partial" in {c.state.value for c in seen.found_by}


@pytest.mark.parametrize(
    "answer",
    [
        error(400, "AWSOrganizationsNotInUseException", "not a member"),
        error(400, "AccessDeniedException"),
        (200, '{"Roots": []}'),
    ],
)
def test_nobody_tells_the_accounts(endpoint: Endpoint, shared: Shared, answer: Answer) -> None:
    endpoint.script = lambda operation, _: answer if operation == "ListRoots" else None
    with pytest.raises(CollectError, match="accounts of the organization cannot be listed"):
        found(shared)
