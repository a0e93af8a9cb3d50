"""What a plan tells, and what is known only after apply."""

import json
from collections.abc import Mapping

import pytest
from scanner.terraform.made import (
    ACCOUNT,
    LINKED,
    TRUSTS_IOT,
    alias,
    change,
    configured,
    every_worlds,
    inventory,
    plan,
    refers,
    role,
    said,
    verdicts,
    worlds,
)

from rolevet.inventory import Inventory
from rolevet.place import Declared
from rolevet.resources import Profile, Role, RoleAlias
from rolevet.unknown import Undecided, Unknown

LONG = alias(credential_duration=43200)
ME = change(
    "data.aws_caller_identity.me",
    {"account_id": ACCOUNT, "arn": f"arn:aws:sts::{ACCOUNT}:user/x"},
    actions="read",
)
OWN = "arn:aws:iam::000000000000:"
ROLES = ("aws_iam_role.a", "aws_iam_role.b")


def bound(found: Inventory) -> list[str]:
    """The names of the roles that the one alias or profile hands out."""
    brokers: list[RoleAlias | Profile] = [*found.aliases, *found.profiles]
    names = []
    for binding in found.bindings_of(brokers[0]):
        fact = binding.role_fact
        names.append(fact.name if isinstance(fact, Role) else getattr(fact, "reason", "missing"))
    return names


def test_a_role_that_is_known_only_after_apply_is_the_role_of_the_plan() -> None:
    findings, doubts = said(plan(role(), LONG), "ALIAS001")
    assert (len(findings), doubts) == (1, [])
    assert "43200 seconds, but role 'Device' allows at most 3600" in findings[0]


def test_places_are_those_of_the_plan() -> None:
    text = plan(role(), LONG)
    (finding,) = verdicts(text, "ALIAS001").findings
    place = finding.place
    assert finding.resource == "p.json#aws_iot_role_alias.fleet"
    line = text.splitlines()[place.line - 1]  # type: ignore[union-attr]
    assert line[place.column - 1 :] == "43200"  # type: ignore[union-attr]
    (other,) = verdicts(json.dumps(json.loads(text)), "ALIAS001").findings
    flat = json.dumps(json.loads(text))
    assert other.fingerprint == finding.fingerprint
    assert flat[other.place.column - 1 :].startswith("43200")  # type: ignore[union-attr]


MODULES = {
    "module_calls": {
        "role": {
            "module": {
                "outputs": {"arn": {"expression": refers("aws_iam_role.this.arn")}},
                "resources": [configured("aws_iam_role.this")],
            }
        },
        "fleet": {
            "expressions": {"role_arn": refers("module.role.arn")},
            "module": {
                "resources": [
                    configured("aws_iot_role_alias.this", role_arn=refers("var.role_arn"))
                ]
            },
        },
    }
}


@pytest.mark.parametrize("key", ["", "[0]", '["eu"]'])
def test_references_are_followed_through_modules(key: str) -> None:
    text = plan(
        role(f"module.role{key}.aws_iam_role.this"),
        alias("module.fleet.aws_iot_role_alias.this"),
        root=MODULES,
    )
    assert bound(inventory(text)) == ["Device"]


@pytest.mark.parametrize(
    ("keys", "references"),
    [
        (("[0]", "[1]"), ("aws_iam_role.x[1].arn",)),
        (('["a"]', '["b.c"]'), ('aws_iam_role.x["b.c"].arn',)),
        (("[0]", "[1]"), ("aws_iam_role.x", "count.index")),
        (('["a"]', '["b"]'), ("aws_iam_role.x", "each.key")),
    ],
)
def test_an_instance_is_told_by_its_key(keys: tuple[str, str], references: tuple[str, ...]) -> None:
    first, second = (
        role(f"aws_iam_role.x{key}", name) for key, name in zip(keys, "AB", strict=True)
    )
    mine = alias(f"aws_iot_role_alias.fleet{keys[1]}")
    expression = {"references": list(references)}
    linked = configured("aws_iot_role_alias.fleet", role_arn=expression)
    assert bound(inventory(plan(first, second, mine, resources=[linked]))) == ["B"]


def test_each_value_may_be_another_resource() -> None:
    linked = configured(
        "aws_iot_role_alias.fleet",
        role_arn={"references": ["each.value.arn", "each.value"]},
        for_each_expression=refers("aws_iam_role.x"),
    )
    roles = [role(f'aws_iam_role.x["{name}"]', name) for name in "ab"]
    text = plan(*roles, alias('aws_iot_role_alias.fleet["b"]'), resources=[linked])
    assert bound(inventory(text)) == ["b"]


def profile(**more: object) -> dict[str, object]:
    after = {"name": "backup", "enabled": True, **more}
    unknown = ["arn", "id", "duration_seconds"] + ["role_arns"] * ("role_arns" not in more)
    return change("aws_rolesanywhere_profile.p", after, unknown)


def test_a_list_holds_every_role_that_it_refers_to() -> None:
    linked = configured(
        "aws_rolesanywhere_profile.p", role_arns=refers(*(f"{each}.arn" for each in ROLES))
    )
    roles = [role(each, each[-1]) for each in ROLES]
    found = inventory(plan(*roles, profile(), resources=[linked]))
    assert bound(found) == ["a", "b"]
    assert found.profiles[0].duration == 3600


def test_a_splat_is_all_instances() -> None:
    linked = configured("aws_rolesanywhere_profile.p", role_arns=refers("aws_iam_role.x"))
    roles = [role(f"aws_iam_role.x[{number}]", f"R{number}") for number in range(2)]
    assert bound(inventory(plan(*roles, profile(), resources=[linked]))) == ["R0", "R1"]


def test_what_else_is_in_a_list_is_said_not_to_be_known() -> None:
    linked = configured(
        "aws_rolesanywhere_profile.p", role_arns=refers("aws_iam_role.a.arn", "local.more")
    )
    found = bound(inventory(plan(role("aws_iam_role.a", "a"), profile(), resources=[linked])))
    assert found == ["a", "role_arns is a value known only after apply, of local.more"]


@pytest.mark.parametrize(
    ("value", "more"),
    [
        (True, []),
        ("x", []),
        ([f"arn:aws:iam::{ACCOUNT}:role/more"], [f"arn:aws:iam::{ACCOUNT}:role/more"]),
        ({"a": "arn"}, ["role_arns is a value known only after apply, of var.more"]),
    ],
)
def test_variables_may_add_to_a_list(value: object, more: list[str]) -> None:
    """A plan does not tell how, but which values they have."""
    linked = configured(
        "aws_rolesanywhere_profile.p", role_arns=refers("aws_iam_role.a.arn", "var.more")
    )
    found = inventory(
        plan(
            *(role("aws_iam_role.a", "a"), profile(), ME),
            resources=[linked, configured(ME["address"])],
            variables={"more": {"value": value}},
        )
    )
    assert [each.partition(" is not declared")[0] for each in bound(found)] == [
        "a",
        *(f"role {each}" if each.startswith("arn") else each for each in more),
    ]


@pytest.mark.parametrize(
    ("references", "says"),
    [
        (("local.role",), "of local.role"),
        (("data.aws_iam_role.x.arn",), "of data.aws_iam_role.x.arn"),
        (("aws_iam_role.a.arn", "aws_iam_role.b.arn"), "of aws_iam_role.a.arn, aws_iam_role.b.arn"),
        (("module.gone.arn",), "of module.gone.arn"),
        (("aws_iam_role.a.name",), "of aws_iam_role.a.name"),
        ((), "apply"),
    ],
)
def test_what_is_not_clear_is_said(references: tuple[str, ...], says: str) -> None:
    linked = configured("aws_iot_role_alias.fleet", role_arn=refers(*references))
    roles = [role(each, each[-1]) for each in ROLES]
    findings, doubts = said(plan(*roles, LONG, resources=[linked]), "ALIAS001")
    assert not findings
    assert [doubt.endswith(says) for doubt in doubts] == [True]
    assert "role_arn is a value known only after apply" in doubts[0]


def test_the_one_that_is_not_known_is_meant_where_others_are() -> None:
    old = change(
        "aws_iam_role.b",
        {"name": "b", "arn": f"arn:aws:iam::{ACCOUNT}:role/b", "assume_role_policy": TRUSTS_IOT},
        actions="no-op",
    )
    linked = configured(
        "aws_iot_role_alias.fleet",
        role_arn=refers("var.which", "aws_iam_role.a.arn", "aws_iam_role.b.arn"),
    )
    text = plan(role("aws_iam_role.a", "a"), old, alias(), resources=[linked])
    assert bound(inventory(text)) == ["a"]


def test_what_refers_to_itself_ends() -> None:
    linked = configured(
        "aws_iot_role_alias.fleet", role_arn=refers("aws_iot_role_alias.fleet.role_arn")
    )
    found = inventory(plan(alias(), resources=[linked]))
    with pytest.raises(Undecided, match="a value that refers to itself"):
        _ = found.aliases[0].role_arn


def test_what_is_deleted_is_not_made_and_said_to_be_deleted() -> None:
    arn = f"arn:aws:iam::{ACCOUNT}:role/Device"
    gone = change("aws_iam_role.device", None, actions="delete", before={"arn": arn})
    found = inventory(plan(gone, alias(role_arn=arn)))
    assert bound(found) == [f"role {arn} is deleted by the plan"]
    assert found.roles[arn] == Unknown(f"role {arn} is deleted by the plan", found.roles[arn].doubt)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "row",
    [
        change("aws_iot_role_alias.old", None, actions="forget", before={"alias": "old"}),
        change("aws_iot_role_alias.old", None, actions="delete"),
        change("data.aws_iot_role_alias.old", {"alias": "old"}, actions="read"),
        change("aws_s3_bucket.b", {"bucket": "b"}),
        change("aws_iot_role_alias.fleet", None, actions="delete", at_deposed="0f0f0f0f"),
        {"address": "aws_iot_role_alias.old"},
    ],
)
def test_what_is_not_made_is_not_judged(row: dict[str, object]) -> None:
    (made,) = inventory(plan(row, alias())).aliases
    assert made.name == "fleet"


def test_a_place_may_be_inside_a_policy() -> None:
    text = plan(role(), alias())
    (known,) = inventory(text).roles.values()
    assert isinstance(known, Role)
    assert isinstance(known.place, Declared)
    place = known.place.part("AssumeRolePolicyDocument.Statement[0].Effect")
    line = text.splitlines()[place.line - 1]
    assert line[place.column - 1 : place.end_column - 1] == '\\"Allow\\"'


@pytest.mark.parametrize("actions", ["no-op", "update", "delete create", "create delete"])
def test_what_stays_is_judged_as_it_will_be(actions: str) -> None:
    arn = f"arn:aws:iot:eu-west-1:{ACCOUNT}:rolealias/fleet"
    after = {"alias": "fleet", "arn": arn, "credential_duration": 43200}
    mine = change("aws_iot_role_alias.fleet", after, ["role_arn"], actions, before=after)
    findings, _ = said(plan(role(), mine), "ALIAS001")
    assert len(findings) == 1


def test_an_anchor_without_enabled_is_sent_as_disabled_and_a_profile_is_not_told() -> None:
    anchor = change("aws_rolesanywhere_trust_anchor.ca", {"name": "ca", "enabled": None})
    found = inventory(plan(anchor, profile(enabled=None, role_arns=[])))
    assert found.anchors[0].enabled is False
    with pytest.raises(Undecided, match="does not state enabled"):
        _ = found.profiles[0].enabled


def test_what_terraform_cannot_say_is_not_known() -> None:
    found = inventory(plan(change("aws_rolesanywhere_trust_anchor.ca", {"name": "ca"})))
    with pytest.raises(Undecided, match="Terraform has no argument for it"):
        _ = found.anchors[0].checks_distribution_points


def test_blocks_are_objects_and_lists() -> None:
    source = [{"source_type": "AWS_ACM_PCA", "source_data": [{"acm_pca_arn": None}]}]
    event = {"event": "CA_CERTIFICATE_EXPIRY", "enabled": False, "threshold": 7, "channel": "ALL"}
    anchor = change(
        "aws_rolesanywhere_trust_anchor.ca",
        {"name": "ca", "enabled": True, "source": source, "notification_settings": [event]},
        {
            "source": [{"source_data": [{"acm_pca_arn": True}]}],
            "notification_settings": [{"configured_by": True}],
        },
    )
    data = [{"acm_pca_arn": refers("aws_acmpca_certificate_authority.ca.arn")}]
    block = {"source_type": {"constant_value": "AWS_ACM_PCA"}, "source_data": data}
    linked = configured(
        "aws_rolesanywhere_trust_anchor.ca",
        source=[block],
        notification_settings=[{name: {"constant_value": value} for name, value in event.items()}],
    )
    ca = change("aws_acmpca_certificate_authority.ca", {"type": "ROOT"}, ["arn", "id"])
    (found,) = inventory(plan(ca, anchor, resources=[linked])).anchors
    assert (found.acm_pca_arn or "").startswith("arn:aws:acm-pca:")
    assert found.source_type == "AWS_ACM_PCA"
    assert found.notification_settings[0] == event
    assert len(found.notification_settings) == 2


STATEMENT = {
    "actions": ["sts:AssumeRole", "sts:SetSourceIdentity", "sts:TagSession"],
    "principals": [{"type": "Service", "identifiers": ["rolesanywhere.amazonaws.com"]}],
    "condition": [
        {"test": "StringEquals", "variable": "aws:PrincipalTag/x509Subject/CN", "values": ["x"]},
        {"test": "ArnEquals", "variable": "aws:SourceArn", "values": [None]},
    ],
}


def test_a_policy_that_is_not_made_yet_is_put_together() -> None:
    """The plan sorts conditions, which the configuration has in another order."""
    document = change(
        "data.aws_iam_policy_document.trust",
        {"statement": [STATEMENT]},
        {"json": True, "statement": [{"condition": [{}, {"values": [True]}]}]},
        "read",
    )
    trusting = change(
        "aws_iam_role.device", {"name": "Device"}, ["arn", "assume_role_policy", "inline_policy"]
    )
    anchor = change("aws_rolesanywhere_trust_anchor.ca", {"name": "ca"}, ["arn"])
    conditions = [
        {
            "test": {"constant_value": "ArnEquals"},
            "variable": {"constant_value": "aws:SourceArn"},
            "values": refers("aws_rolesanywhere_trust_anchor.ca.arn"),
        },
        {
            "test": {"constant_value": "StringEquals"},
            "variable": {"constant_value": "aws:PrincipalTag/x509Subject/CN"},
            "values": refers("var.cn"),
        },
    ]
    text = plan(
        *(document, trusting, anchor),
        resources=[
            configured("data.aws_iam_policy_document.trust", statement=[{"condition": conditions}]),
            configured(
                "aws_iam_role.device",
                assume_role_policy=refers("data.aws_iam_policy_document.trust.json"),
            ),
        ],
    )
    found = inventory(text)
    (known,) = found.roles.values()
    assert isinstance(known, Role)
    assert known.trust["Statement"][0]["Condition"] == {
        "StringEquals": {"aws:PrincipalTag/x509Subject/CN": ["x"]},
        "ArnEquals": {"aws:SourceArn": [found.anchors[0].arn]},
    }
    assert said(text, "TRUST001", "TRUST002") == ([], [])


def test_policies_are_of_the_roles_that_they_are_given_to() -> None:
    everything = json.dumps({"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}})
    own = {"name": "own", "policy": everything}
    mine = role(inline_policy=[own, {"name": "", "policy": ""}], managed_policy_arns=None)
    rows = [
        mine,
        alias(),
        change(
            "aws_iam_role_policy.more", {"name": "more", "policy": everything, "role": "Device"}
        ),
        change("aws_iam_policy.all", {"name": "all", "policy": everything}, ["arn", "id"]),
        change("aws_iam_role_policy_attachment.all", {"role": "Device"}, ["policy_arn"]),
        change(
            "aws_iam_policy_attachment.admin",
            {"roles": ["Device", "x"], "policy_arn": "arn:aws:iam::aws:policy/AdministratorAccess"},
        ),
    ]
    linked = configured(
        "aws_iam_role_policy_attachment.all", policy_arn=refers("aws_iam_policy.all.arn")
    )
    (found,) = inventory(plan(*rows, resources=[LINKED, linked])).roles.values()
    assert isinstance(found, Role)
    assert set(found.inline_policies) == {"own", "more"}
    assert [arn.rpartition("/")[2] for arn in found.attached_policies] == [
        "all",
        "AdministratorAccess",
    ]


def test_tags_are_those_that_the_provider_adds_too() -> None:
    mine = alias(tags={"a": "1"}, tags_all={"a": "1", "team": "x"}, role_arn="")
    assert inventory(plan(mine)).aliases[0].tags == {"a": "1", "team": "x"}


def test_cloud_control_speaks_of_the_same_in_other_words() -> None:
    trusting = {"assume_role_policy_document": TRUSTS_IOT, "role_name": "Device"}
    mappings = [{"certificate_field": "x509SAN", "mapping_rules": [{"specifier": "URI"}]}]
    text = plan(
        change("awscc_iam_role.device", trusting, ["arn", "max_session_duration", "policies"]),
        change(
            "awscc_iot_role_alias.fleet",
            {"role_alias": "fleet", "credential_duration_seconds": 43200},
            ["role_arn", "role_alias_arn"],
        ),
        change(
            "awscc_rolesanywhere_profile.p",
            {"name": "backup", "role_arns": [], "attribute_mappings": mappings},
            ["duration_seconds", "enabled"],
        ),
        change(
            "awscc_rolesanywhere_trust_anchor.ca",
            {"name": "ca", "source": {"source_type": "AWS_ACM_PCA", "source_data": {}}},
            ["enabled", "notification_settings"],
        ),
        change(
            "awscc_rolesanywhere_crl.c",
            {"name": "c", "crl_data": "x", "enabled": True},
            ["trust_anchor_arn"],
        ),
        resources=[
            configured("awscc_iot_role_alias.fleet", role_arn=refers("awscc_iam_role.device.arn")),
            configured(
                "awscc_rolesanywhere_crl.c",
                trust_anchor_arn=refers("awscc_rolesanywhere_trust_anchor.ca.trust_anchor_arn"),
            ),
            *(
                configured(each)
                for each in (
                    *("awscc_iam_role.device", "awscc_rolesanywhere_profile.p"),
                    "awscc_rolesanywhere_trust_anchor.ca",
                )
            ),
        ],
    )
    findings, _ = said(text, "ALIAS001")
    assert len(findings) == 1
    found = inventory(text)
    assert found.crls[0].raw["trustAnchorArn"] == found.anchors[0].arn
    for each in (found.profiles[0].unknown, found.anchors[0].unknown):
        assert "the plan does not state enabled" in each["enabled"].reason
    assert found.profiles[0].raw["attributeMappings"] == [
        {"certificateField": "x509SAN", "mappingRules": [{"specifier": "URI"}]}
    ]


PEM = "-----BEGIN CERTIFICATE-----\nhidden\n-----END CERTIFICATE-----"


def test_what_is_sensitive_is_never_shown() -> None:
    source = [
        {"source_type": "CERTIFICATE_BUNDLE", "source_data": [{"x509_certificate_data": PEM}]}
    ]
    anchor = change(
        "aws_rolesanywhere_trust_anchor.ca",
        {"name": "hidden-ca", "enabled": True, "source": source},
        after_sensitive={
            "name": True,
            "source": [{"source_data": [{"x509_certificate_data": True}]}],
        },
    )
    hidden = role(name="Device")
    hidden["change"]["after"]["assume_role_policy"] = TRUSTS_IOT.replace("sts:", "hidden:")
    hidden["change"]["after_sensitive"] = {"assume_role_policy": True}
    mine = alias(role_arn="arn:aws:iam::123456789012:user/hidden")
    mine["change"]["after_sensitive"] = {"role_arn": True}
    other = alias("aws_iot_role_alias.other", alias="other")
    linked = configured("aws_iot_role_alias.other", role_arn=refers("aws_iam_role.device.arn"))
    found = verdicts(plan(anchor, hidden, mine, other, resources=[LINKED, linked]))
    words = repr(found)
    assert "hidden" not in words
    assert "ANCH002" in {finding.rule.id for finding in found.findings}
    assert "role_arn is a sensitive value" in words
    assert "assume_role_policy is a sensitive value" in words


def test_a_plan_that_failed_or_leaves_something_for_later_is_incomplete() -> None:
    for text, says in (
        (plan(alias(), errored=True), "ended in an error"),
        (plan(alias(), complete=False), "is not complete"),
    ):
        cells = inventory(text).coverage
        assert [cell.message for cell in cells if not cell.state.settled] == [
            cell.message for cell in cells if says in cell.message
        ]
        assert sum(says in cell.message for cell in cells) == 1
    assert all(cell.state.settled for cell in inventory(plan(alias())).coverage)
    assert not inventory(plan(errored=True)).aliases
    assert every_worlds(plan()) == ()


PROVIDERS = {
    "aws": {"expressions": {"region": refers("var.region")}},
    "aws.us": {"alias": "us", "expressions": {"region": {"constant_value": "us-east-1"}}},
    "aws.other": {
        "alias": "other",
        "expressions": {
            "region": {"constant_value": "eu-west-1"},
            "assume_role": [{"role_arn": {"constant_value": "arn:aws:iam::999999999999:role/x"}}],
        },
    },
}


def test_accounts_and_regions_are_those_of_the_providers() -> None:
    names = ["aws_iot_role_alias.a", "aws_iot_role_alias.b", "aws_iot_role_alias.c"]
    text = plan(
        *(role(), ME, *(alias(name, alias=name[-1]) for name in names)),
        resources=[
            configured("aws_iam_role.device"),
            configured("data.aws_caller_identity.me"),
            *(
                configured(name, provider=key, role_arn=refers("aws_iam_role.device.arn"))
                for name, key in zip(names, PROVIDERS, strict=True)
            ),
        ],
        configuration={"provider_config": PROVIDERS},
        variables={"region": {"value": "eu-central-1"}},
    )
    one, other = [each[0].inventory for each in every_worlds(text)]
    assert [(alias.region, alias.account) for alias in one.aliases] == [
        ("eu-central-1", ACCOUNT),
        ("us-east-1", ACCOUNT),
    ]
    assert one.scopes[0].regions == ("eu-central-1", "us-east-1")
    assert list(one.roles) == [f"arn:aws:iam::{ACCOUNT}:role/Device"]
    assert other.symbols.tell(other.scopes[0].account) == "<AccountId of aws.other>"
    assert other.bindings_of(other.aliases[0])[0].role_arn_fault is not None


def test_an_account_that_is_written_out_may_be_the_own_one() -> None:
    text = plan(alias(role_arn=f"arn:aws:iam::{ACCOUNT}:role/x"))
    assert [world.premises for world in worlds(text)] == [
        {"where it is deployed": f"account {ACCOUNT} is not the provider's own"},
        {"where it is deployed": f"account {ACCOUNT} is the provider's own"},
    ]


def test_what_was_there_before_is_known_by_its_arn() -> None:
    arn = f"arn:aws:iam::{ACCOUNT}:role/"
    rows = [
        change(
            f"aws_iam_role.{name}",
            {"name": name, "arn": f"{arn}{name}", "max_session_duration": 3600},
            (),
            actions,
            before={"name": name, "arn": f"{arn}{name}", "max_session_duration": 7200},
        )
        for name, actions in (("a", "update"), ("b", "delete create"), ("c", "no-op"))
    ]
    gone = change("aws_iam_role.d", None, actions="delete", before={"name": "d", "arn": f"{arn}d"})
    prior = inventory(plan(*rows, gone, alias(role_arn=f"{arn}a"))).prior
    assert {name.rpartition("/")[2] for name in prior} == {"a", "c", "d"}
    assert prior[f"{arn}a"].max_session_duration == 7200  # type: ignore[attr-defined]
    assert prior[f"{arn}d"].max_session_duration == 3600  # type: ignore[attr-defined]


def before_and_after(
    address: str, before: Mapping[str, object], **changed: object
) -> dict[str, object]:
    return change(address, {**before, **changed}, (), "update", before=before)


def test_what_a_plan_changes_is_judged() -> None:
    arn, iot = f"arn:aws:iam::{ACCOUNT}:role/", f"arn:aws:iot:eu-west-1:{ACCOUNT}:rolealias/"
    was = {"alias": "a", "arn": f"{iot}a", "credential_duration": 3600, "role_arn": f"{arn}old"}
    old = {"name": "old", "arn": f"{arn}old", "max_session_duration": 3600}
    where = f"arn:aws:rolesanywhere:eu-west-1:{ACCOUNT}:profile/x"
    policy = {"name": "p", "arn": where, "session_policy": '{"Statement": []}', "role_arns": []}
    rows = [
        before_and_after("aws_iot_role_alias.a", was, credential_duration=7200, role_arn=f"{arn}b"),
        change("aws_iam_role.old", None, actions="delete", before=old),
        before_and_after("aws_rolesanywhere_profile.p", policy, session_policy=""),
    ]
    findings, doubts = said(plan(*rows), "ALIAS007", "PROF019")
    assert [finding.partition(":")[0] for finding in findings] == [
        "ALIAS007 aws_iot_role_alias.a",
        "PROF019 aws_rolesanywhere_profile.p",
    ]
    assert not doubts


def test_cloud_control_changes_in_one_request() -> None:
    iot = f"arn:aws:iot:eu-west-1:{ACCOUNT}:rolealias/a"
    was = {"role_alias": "a", "role_alias_arn": iot, "credential_duration_seconds": 3600}
    row = before_and_after("awscc_iot_role_alias.a", was, credential_duration_seconds=7200)
    assert not inventory(plan(row)).prior


@pytest.mark.parametrize("name", ["inline_policy", "tags"])
def test_what_is_an_object_is_never_an_attribute_of_another_resource(name: str) -> None:
    rows = [
        role(),
        change("aws_s3_bucket.b", {"bucket": "b"}, ["arn"]),
        change("aws_iam_role.r", {"name": "r", "assume_role_policy": TRUSTS_IOT}, ["arn", name]),
    ]
    linked = configured("aws_iam_role.r", **{name: refers("aws_s3_bucket.b.arn")})
    known = inventory(plan(*rows, resources=[linked])).roles[f"{OWN}role/r"]
    assert isinstance(known, Role)
    field = {"inline_policy": "RolePolicyList", "tags": "Tags"}[name]
    reason = f"{name} is a value known only after apply, of aws_s3_bucket.b.arn"
    assert known.unknown[field].reason == reason


def test_what_is_sensitive_in_a_policy_is_not_known() -> None:
    document = change(
        "data.aws_iam_policy_document.p",
        {"statement": [{"actions": ["iot:hidden"], "resources": ["hidden", None]}]},
        {"json": True, "statement": [{"resources": [False, True]}]},
        "read",
        after_sensitive={"statement": [{"resources": [True, False]}]},
    )
    mine = change("aws_iot_policy.p", {"name": "p"}, ["policy"])
    text = plan(
        *(document, mine),
        resources=[
            configured("aws_iot_policy.p", policy=refers("data.aws_iam_policy_document.p.json"))
        ],
    )
    (found,) = worlds(text)[0].inventory.iot_policies
    (statement,) = found.document["Statement"]
    assert statement["Action"] == ["iot:hidden"]
    assert "hidden" not in str(statement["Resource"])
