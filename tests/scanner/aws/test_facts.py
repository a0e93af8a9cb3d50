"""What is collected beside brokers: policies, CRLs, private CAs, subjects, tags."""

import json

import pytest
from scanner.aws.account import (
    ALIAS_ARN,
    ANCHOR_ARN,
    AWS_POLICY,
    BOUNDARY,
    DOCUMENT,
    EVERYTHING,
    OWN_POLICY,
    PCA_ARN,
    TARGETS,
    TRUST,
    Account,
    broken,
    gathered,
)
from scanner.aws.conftest import Endpoint, error, iam_error
from scanner.aws.test_collect import states
from world import role_arn

from rolevet import (
    CellState,
    CertificateAuthority,
    CertificateSubject,
    Crl,
    Detail,
    Doubt,
    Inventory,
    IotPolicy,
    ManagedPolicy,
    Missing,
    Profile,
    Role,
    RoleAlias,
    TrustAnchor,
    Undecided,
)
from rolevet.needs import Need
from rolevet.sources.aws.plan import ACTIONS, DISCOVERY, USUAL, actions_for
from rolevet.unknown import Unknown

MANY = [f"R{number:02}" for number in range(30)]


def called(standing: Endpoint) -> dict[str, int]:
    names = [name for name, _ in standing.calls]
    return {name: names.count(name) for name in sorted(set(names)) if name != "GetCallerIdentity"}


def role_of(inventory: Inventory, name: str) -> Role:
    role = inventory.roles[role_arn(name)]
    assert isinstance(role, Role)
    return role


def test_every_fact_is_there(standing: Endpoint) -> None:
    standing.script = Account()
    inventory = gathered(standing, kinds=EVERYTHING)
    assert set(states(inventory).values()) == {"complete"}
    (crl,) = inventory.crls
    assert (crl.data, crl.trust_anchor_arn, crl.enabled) == (b"\x30\x82CRL", ANCHOR_ARN, True)
    (subject,) = inventory.certificate_subjects
    assert [credential.raw["serialNumber"] for credential in subject.credentials] == ["1"]
    assert subject.last_seen_at.year == 2026
    (policy,) = inventory.iot_policies
    assert (policy.document, policy.targets) == (DOCUMENT, tuple(TARGETS))
    assert policy.raw["defaultVersionId"] == "3"
    authority = inventory.authority(PCA_ARN)
    assert authority is not None
    assert (authority.status, authority.certificate) == ("ACTIVE", "PEM")
    assert (authority.raw["CertificateChain"], authority.not_before.year) == ("CHAIN", 2026)
    for name in ("Alias", "Profile", "Lonely"):
        role = role_of(inventory, name)
        assert (role.trust, role.boundary) == (TRUST, BOUNDARY)
        assert role.attached_policies == (OWN_POLICY,)
        assert role.inline_policies == {"inline": DOCUMENT}
        assert role.last_used is not None
    assert set(inventory.managed_policies) == {OWN_POLICY, BOUNDARY, AWS_POLICY}
    for arn in (OWN_POLICY, AWS_POLICY):
        managed = inventory.managed_policy(arn)
        assert managed is not None
        assert managed.document == DOCUMENT
    assert [one.tags for one in (*inventory.profiles, *inventory.anchors, *inventory.crls)] == [
        {"team": "a"}
    ] * 3
    assert inventory.aliases[0].tags == {"team": "b"}
    assert all("ResponseMetadata" not in one.raw for one in (crl, subject, policy, authority))


def test_it_takes_these_calls(standing: Endpoint) -> None:
    standing.script = Account()
    gathered(standing, kinds=EVERYTHING)
    assert called(standing) == {
        "ListRoleAliases": 1,
        "DescribeRoleAlias": 1,
        "iot ListTagsForResource": 1,
        "ListPolicies": 1,
        "iot GetPolicy": 1,
        "ListTargetsForPolicy": 1,
        "ListProfiles": 1,
        "ListTrustAnchors": 1,
        "ListCrls": 1,
        "ListTagsForResource": 3,
        "ListSubjects": 1,
        "GetSubject": 1,
        "DescribeCertificateAuthority": 1,
        "GetCertificateAuthorityCertificate": 1,
        "ListRoles": 1,
        "GetRole": 3,
        "GetPolicy": 3,
        "GetPolicyVersion": 3,
        "ListAttachedRolePolicies": 3,
        "ListRolePolicies": 3,
        "GetRolePolicy": 3,
    }


PRESUPPOSED: dict[Need, tuple[Need, ...]] = {
    Crl: (TrustAnchor,),
    CertificateAuthority: (TrustAnchor,),
    Detail.IOT_POLICY_TARGETS: (IotPolicy,),
    Role: (RoleAlias, Profile),
    Detail.ROLE_BOUNDARY: (Role, RoleAlias, Profile),
    Detail.ROLE_POLICIES: (Role, RoleAlias, Profile),
    Detail.TRUSTING_ROLES: (Role, RoleAlias, Profile),
    ManagedPolicy: (Profile,),
    Detail.TAGS: (RoleAlias, Profile, TrustAnchor),
}


@pytest.mark.parametrize("need", EVERYTHING, ids=str)
def test_each_need_alone_calls_what_it_is_granted_and_no_more(
    standing: Endpoint, need: Need
) -> None:
    """With few roles and with many, because IAM is asked in two ways."""
    needs = (need, *PRESUPPOSED.get(need, ()))
    seen: set[str] = set()
    for account in (Account(), Account(profile_roles=[*MANY, "Gone"], roles=MANY)):
        standing.script = account
        inventory = gathered(standing, kinds=needs)
        assert set(states(inventory).values()) == {"complete"}
        seen |= {cell.api for cell in inventory.coverage}
    assert seen | {DISCOVERY} == set(actions_for(needs))
    names = {name.rpartition(" ")[2] for name, _ in standing.calls} - {"GetCallerIdentity"}
    assert names == {action.partition(":")[2] for action in seen}


def test_what_is_dear_is_not_usual() -> None:
    assert set(ACTIONS) - USUAL == {CertificateSubject, Detail.TAGS}


def test_many_roles_take_a_few_calls(standing: Endpoint) -> None:
    standing.script = Account(profile_roles=MANY, roles=MANY)
    inventory = gathered(standing, kinds=tuple(USUAL))
    iam = ("ListRoles", "GetAccountAuthorizationDetails", "GetPolicy", "GetPolicyVersion")
    assert {
        name: count for name, count in called(standing).items() if name in iam
    } == dict.fromkeys(iam, 1)
    assert "ListAttachedRolePolicies" not in called(standing)
    # The alias names a role that is not listed, so that IAM is asked for it.
    assert called(standing)["GetRole"] == 1
    assert isinstance(inventory.roles[role_arn("Alias")], Missing)
    role = role_of(inventory, "R17")
    assert (role.max_session_duration, role.boundary) == (3600, BOUNDARY)
    assert role.attached_policies == (OWN_POLICY,)
    assert role.inline_policies == {"inline": DOCUMENT}
    assert role.unknown == {}
    own = inventory.managed_policy(OWN_POLICY)
    assert own is not None
    assert (own.document, "PolicyVersionList" in own.raw) == (DOCUMENT, False)
    (asked,) = [g for name, g in standing.calls if name == "GetAccountAuthorizationDetails"]
    assert (asked["Filter.member.1"], asked["Filter.member.2"]) == ("Role", "LocalManagedPolicy")


def test_few_and_many_roles_give_the_same_facts(standing: Endpoint) -> None:
    """One role among a few and among many looks the same, whichever calls told it."""
    standing.script = Account(profile_roles=["R01"], roles=["R01"])
    few = gathered(standing, kinds=tuple(USUAL))
    standing.script = Account(profile_roles=MANY, roles=MANY)
    many = gathered(standing, kinds=tuple(USUAL))
    assert role_of(few, "R01").raw == role_of(many, "R01").raw
    one, other = few.managed_policies[OWN_POLICY], many.managed_policies[OWN_POLICY]
    assert isinstance(one, ManagedPolicy)
    assert isinstance(other, ManagedPolicy)
    assert one.document == other.document


def test_where_the_whole_account_is_denied_roles_are_asked_one_by_one(standing: Endpoint) -> None:
    account = Account(profile_roles=MANY, roles=MANY)
    denied = iam_error(403, "AccessDenied")
    standing.script = broken(account, GetAccountAuthorizationDetails=denied)
    inventory = gathered(standing, kinds=tuple(USUAL))
    assert set(states(inventory).values()) == {"complete"}, "nothing was missed"
    assert role_of(inventory, "R17").inline_policies == {"inline": DOCUMENT}
    assert role_of(inventory, "R17").boundary == BOUNDARY
    assert called(standing)["ListRolePolicies"] == 30


def test_where_the_whole_account_fails_its_details_are_unknown(standing: Endpoint) -> None:
    account = Account(profile_roles=MANY, roles=MANY)
    failed = iam_error(500, "ServiceFailure")
    standing.script = broken(account, GetAccountAuthorizationDetails=failed)
    inventory = gathered(standing, kinds=tuple(USUAL))
    role = role_of(inventory, "R17")
    assert role.max_session_duration == 3600
    for question in ("boundary", "last_used", "attached_policies", "inline_policies"):
        with pytest.raises(Undecided, match=r"AuthorizationDetails failed \(ServiceFail") as caught:
            getattr(role, question)
        assert caught.value.doubt is Doubt.COVERAGE
    assert states(inventory)["global iam:GetAccountAuthorizationDetails"].startswith("failed")


def test_a_listing_does_not_say_that_there_is_no_boundary(standing: Endpoint) -> None:
    standing.script = Account(profile_roles=MANY, roles=MANY)
    inventory = gathered(standing, kinds=(RoleAlias, Profile, Role))
    role = role_of(inventory, "R17")
    for question in ("boundary", "last_used"):
        with pytest.raises(Undecided, match="iam:ListRoles does not tell it") as caught:
            getattr(role, question)
        assert caught.value.doubt is Doubt.COVERAGE
    with pytest.raises(Undecided, match="was not collected"):
        _ = role.attached_policies


def test_roles_that_trust_a_broker_are_found_though_none_names_them(standing: Endpoint) -> None:
    needs = (RoleAlias, Profile, Role, Detail.TRUSTING_ROLES)
    standing.script = Account()
    inventory = gathered(standing, kinds=needs)
    assert [role.name for role in inventory.of(Role) if isinstance(role, Role)] == [
        *("Alias", "Lonely", "Profile")
    ]
    assert called(standing)["GetRole"] == 2, "the listing has told enough of the third"
    (cell,) = [cell for cell in inventory.coverage if cell.api == "iam:ListRoles"]
    assert (cell.kind, cell.lists) == ("trusting-roles", True)


def test_without_that_listing_named_roles_are_known_all_the_same(standing: Endpoint) -> None:
    needs = (RoleAlias, Profile, Role, Detail.TRUSTING_ROLES)
    standing.script = broken(Account(), ListRoles=iam_error(403, "AccessDenied"))
    inventory = gathered(standing, kinds=needs)
    assert role_of(inventory, "Alias").trust == TRUST
    assert states(inventory)["global iam:ListRoles"] == "denied AccessDenied"


def test_a_role_that_was_listed_but_not_asked_lacks_only_its_boundary(standing: Endpoint) -> None:
    needs = (RoleAlias, Profile, Role, Detail.TRUSTING_ROLES, Detail.ROLE_BOUNDARY)
    standing.script = broken(Account(), GetRole=iam_error(403, "AccessDenied"))
    role = role_of(gathered(standing, kinds=needs), "Lonely")
    assert role.max_session_duration == 3600
    with pytest.raises(Undecided, match=r"iam:GetRole for role 'Lonely' was denied"):
        _ = role.boundary


def test_a_region_without_anchors_is_not_asked_for_crls(standing: Endpoint) -> None:
    standing.script = lambda operation, _: None
    inventory = gathered(standing, "eu-west-1", kinds=(TrustAnchor, Crl))
    assert called(standing) == {"ListTrustAnchors": 1}
    (cell,) = [cell for cell in inventory.coverage if cell.kind == "crl"]
    assert (cell.state, cell.lists, cell.state.settled) == (CellState.NOT_NEEDED, True, True)


def test_where_anchors_are_not_known_crls_are_asked_for(standing: Endpoint) -> None:
    denied = error(403, "AccessDeniedException")
    standing.script = broken(Account(), ListTrustAnchors=denied)
    assert len(gathered(standing, kinds=(TrustAnchor, Crl)).crls) == 1


def test_a_service_that_a_region_lacks_has_no_crls(standing: Endpoint) -> None:
    assert states(gathered(standing, "af-south-1", kinds=(IotPolicy,))) == {
        "af-south-1 iot:ListPolicies": "not-offered"
    }


@pytest.mark.parametrize(
    "arn",
    [
        "nonsense",
        PCA_ARN.replace("acm-pca", "acm"),
        PCA_ARN.replace("eu-west-1", "evil.example.com/"),
        PCA_ARN.replace("eu-west-1", "eu-west-1.evil"),
        PCA_ARN.replace("eu-west-1", "cn-north-1"),
        PCA_ARN.replace("arn:aws:", "arn:aws-cn:"),
        PCA_ARN.replace("123456789012", "12345678901"),
        PCA_ARN.replace("123456789012", ""),
        PCA_ARN.replace("certificate-authority", "certificate"),
        PCA_ARN.replace("0000-1111", ""),
        PCA_ARN.replace("0000-1111", "../x"),
        PCA_ARN + "0" * 200,
        5,
    ],
)
def test_what_is_no_private_ca_is_not_asked_for(standing: Endpoint, arn: object) -> None:
    anchor = {"trustAnchorArn": "x", "source": {"sourceData": {"acmPcaArn": arn}}}
    bundle = {"trustAnchorArn": "y", "source": {"sourceData": {"x509CertificateData": "PEM"}}}
    anchors = (200, json.dumps({"trustAnchors": [anchor, bundle, {"trustAnchorArn": "z"}]}))
    standing.script = broken(Account(), ListTrustAnchors=anchors)
    inventory = gathered(standing, kinds=(TrustAnchor, CertificateAuthority))
    assert (len(inventory.anchors), inventory.authorities) == (3, {})
    assert called(standing) == {"ListTrustAnchors": 1}
    with pytest.raises(Undecided, match="was not collected"):
        inventory.authority("x")


def test_a_private_ca_that_is_gone_and_one_without_a_certificate(standing: Endpoint) -> None:
    needs = (TrustAnchor, CertificateAuthority)
    gone = error(400, "ResourceNotFoundException")
    standing.script = broken(Account(), DescribeCertificateAuthority=gone)
    assert gathered(standing, kinds=needs).authority(PCA_ARN) is None
    bare = error(400, "InvalidStateException")
    standing.script = broken(Account(), GetCertificateAuthorityCertificate=bare)
    inventory = gathered(standing, kinds=needs)
    authority = inventory.authority(PCA_ARN)
    assert authority is not None
    assert authority.status == "ACTIVE"
    with pytest.raises(Undecided, match="has no certificate") as caught:
        _ = authority.certificate
    assert caught.value.doubt is Doubt.BY_NATURE
    assert set(states(inventory).values()) == {"complete"}


@pytest.mark.parametrize(
    "arn",
    [
        "nonsense",
        "arn:aws:iam::210987654321:policy/x",
        "arn:aws-cn:iam::aws:policy/x",
        "arn:aws:iam::123456789012:role/x",
        "arn:aws:iam:eu-west-1:123456789012:policy/x",
        "arn:aws:s3::123456789012:policy/x",
    ],
)
def test_what_is_no_policy_of_this_account_is_not_asked_for(standing: Endpoint, arn: str) -> None:
    profiles = (200, json.dumps({"profiles": [{"profileArn": "x", "managedPolicyArns": [arn]}]}))
    standing.script = broken(Account(), ListProfiles=profiles)
    inventory = gathered(standing, kinds=(Profile, ManagedPolicy))
    assert (inventory.managed_policies, called(standing)) == ({}, {"ListProfiles": 1})
    with pytest.raises(Undecided, match="was not collected"):
        inventory.managed_policy(arn)


def test_a_managed_policy_that_is_gone_and_one_whose_version_is(standing: Endpoint) -> None:
    needs = (Profile, ManagedPolicy)
    gone = iam_error(404, "NoSuchEntity")
    standing.script = broken(Account(), GetPolicy=gone)
    assert gathered(standing, kinds=needs).managed_policy(AWS_POLICY) is None
    standing.script = broken(Account(), GetPolicyVersion=gone)
    policy = gathered(standing, kinds=needs).managed_policy(AWS_POLICY)
    assert policy is not None
    with pytest.raises(Undecided, match="was deleted meanwhile"):
        _ = policy.document


def test_what_all_accounts_share_tells_nothing_of_one(standing: Endpoint) -> None:
    standing.script = Account()
    inventory = gathered(standing, kinds=tuple(USUAL))
    shared, own = inventory.managed_policies[AWS_POLICY], inventory.managed_policies[OWN_POLICY]
    assert isinstance(shared, ManagedPolicy)
    assert isinstance(own, ManagedPolicy)
    assert "AttachmentCount" not in shared.raw
    assert own.raw["AttachmentCount"] == 7
    (cell,) = [cell for cell in inventory.coverage if cell.api == "iam:GetPolicy"]
    assert (cell.items, cell.effort.calls) == (3, 2), "which account asked first is accident"


def test_what_goes_while_it_is_collected(standing: Endpoint) -> None:
    gone, vanished = error(404, "ResourceNotFoundException"), iam_error(404, "NoSuchEntity")
    standing.script = broken(
        Account(),
        **{"iot GetPolicy": gone, "GetSubject": gone, "ListTagsForResource": gone},
        ListAttachedRolePolicies=vanished,
        GetRolePolicy=vanished,
    )
    inventory = gathered(standing, kinds=EVERYTHING)
    assert (inventory.iot_policies, inventory.certificate_subjects) == ((), ())
    with pytest.raises(Undecided, match="trust anchor 'ca' was deleted meanwhile"):
        _ = inventory.anchors[0].tags
    role = role_of(inventory, "Lonely")
    assert role.inline_policies == {}, "the one that it had is gone"
    with pytest.raises(Undecided, match="role 'Lonely' was deleted meanwhile"):
        _ = role.attached_policies
    assert set(states(inventory).values()) == {"complete"}


def test_targets_of_a_policy_that_went_are_not_known(standing: Endpoint) -> None:
    gone = error(404, "ResourceNotFoundException")
    standing.script = broken(Account(), ListTargetsForPolicy=gone)
    (policy,) = gathered(standing, kinds=(IotPolicy, Detail.IOT_POLICY_TARGETS)).iot_policies
    with pytest.raises(Undecided, match="IoT policy 'P' was deleted meanwhile"):
        _ = policy.targets


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "it is not JSON"),
        ("[]", "it is not a JSON object"),
        ('{"a": 1, "a": 2}', "it holds a key twice"),
        ("[" * 100_000, "it is not JSON"),
        ('{"a":' * 40 + "1" + "}" * 40, "it is nested deeper than 32 levels"),
        (" " * 404_601, "it has more than 404600 characters"),
    ],
)
def test_an_iot_policy_s_text_may_be_anything(standing: Endpoint, text: str, says: str) -> None:
    odd = (200, json.dumps({"policyName": "P", "policyDocument": text}))
    standing.script = broken(Account(), **{"iot GetPolicy": odd})
    (policy,) = gathered(standing, kinds=(IotPolicy,)).iot_policies
    assert policy.raw["policyDocument"] == text, "it is kept as it was sent"
    with pytest.raises(Undecided, match=says) as caught:
        _ = policy.document
    assert caught.value.doubt is Doubt.BY_NATURE


def test_the_account_of_an_alias_s_tags(standing: Endpoint) -> None:
    standing.script = Account()
    gathered(standing, kinds=(RoleAlias, Profile, TrustAnchor, Detail.TAGS))
    asked = [given["resourceArn"] for name, given in standing.calls if name.endswith("ForResource")]
    assert sorted(asked) == sorted(
        [ALIAS_ARN, ANCHOR_ARN, ANCHOR_ARN.replace("trust-anchor", "profile")]
    )


def test_a_denied_policy_is_unknown(standing: Endpoint) -> None:
    standing.script = broken(Account(), GetPolicy=iam_error(403, "AccessDenied"))
    fact = gathered(standing, kinds=(Profile, ManagedPolicy)).managed_policies[AWS_POLICY]
    assert fact == Unknown(f"iam:GetPolicy for policy {AWS_POLICY} was denied (AccessDenied)")
