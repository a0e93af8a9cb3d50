"""From a template to facts: each kind of resource, each default, and each place."""

import json
from typing import Any

import pytest
from scanner.cloudformation.made import (
    FILE,
    alias,
    inventory,
    profile,
    resource,
    role,
    template,
    worlds,
)
from world import NOW, USUAL_MAPPINGS

from rolevet.errors import ExitCode
from rolevet.place import Declared, Span
from rolevet.policies import ManagedPolicy
from rolevet.resources import Resource, Role
from rolevet.sources.cloudformation import read_worlds
from rolevet.tree import BadTree, read_documents
from rolevet.unknown import Doubt, Undecided

OWN = "arn:aws:iam::000000000000:role"


def excerpt(text: str, span: Span) -> str:
    lines = text.split("\n")[span.line - 1 : span.end_line]
    lines[-1] = lines[-1][: span.end_column - 1]
    lines[0] = lines[0][span.column - 1 :]
    return "\n".join(lines)


def part(resource: Resource, path: str, item: str = "") -> Span:
    assert isinstance(resource.place, Declared)
    return resource.place.part(path, item)


def reasons(resource: Resource) -> dict[str, str]:
    assert {unknown.doubt for unknown in resource.unknown.values()} <= {Doubt.BY_NATURE}
    return {field: unknown.reason for field, unknown in resource.unknown.items()}


def test_a_role_alias_and_its_role() -> None:
    text = template(
        role(properties="RoleName: Device\nPath: /fleet/\nMaxSessionDuration: '7200'"),
        alias("RoleAlias: fleet\nRoleArn: !GetAtt Role.Arn\nCredentialDurationSeconds: 900"),
    )
    seen = inventory(text)
    (found,) = seen.aliases
    assert found.arn == "arn:aws:iot:xx-region-0:000000000000:rolealias/fleet"
    assert (found.name, found.role_arn, found.duration) == ("fleet", f"{OWN}/fleet/Device", 900)
    assert excerpt(text, part(found, "roleArn")) == "!GetAtt Role.Arn"
    assert excerpt(text, part(found, "credentialDurationSeconds")) == "900"
    assert excerpt(text, part(found, "tags")) == "Alias"
    (binding,) = seen.bindings_of(found)
    assert (binding.role.name, binding.role.max_session_duration) == ("Device", 7200)
    assert seen.symbols.identify(found.arn) == f"{FILE}#Alias"
    assert seen.symbols.tell(found.arn) == "arn:aws:iot:<Region>:<AccountId>:rolealias/fleet"


def test_what_aws_fills_in_is_filled_in() -> None:
    seen = inventory(
        template(
            role(),
            alias(),
            profile(),
            resource("Anchor", "RolesAnywhere::TrustAnchor", "Name: ca"),
        )
    )
    assert seen.aliases[0].duration == 3600
    (found,) = seen.profiles
    assert (found.duration, found.accepts_session_name) == (3600, False)
    assert sorted(found.attribute_mappings, key=str) == sorted(USUAL_MAPPINGS, key=str)
    assert (found.managed_policy_arns, found.session_policy) == ((), None)
    assert [each["event"] for each in seen.anchors[0].notification_settings] == [
        "CA_CERTIFICATE_EXPIRY",
        "END_ENTITY_CERTIFICATE_EXPIRY",
    ]
    (device,) = (fact for fact in seen.roles.values() if isinstance(fact, Role))
    assert (device.max_session_duration, device.boundary) == (3600, None)
    assert (device.attached_policies, device.inline_policies) == ((), {})


def test_what_a_template_cannot_tell_is_unknown_by_nature() -> None:
    seen = inventory(
        template(
            role(),
            alias(),
            "Profile:\n  Type: AWS::RolesAnywhere::Profile\n",
            resource("Anchor", "RolesAnywhere::TrustAnchor", "Name: ca\nEnabled: false"),
            resource("Policy", "IoT::Policy", "PolicyDocument: {}"),
        )
    )
    made_up = "CloudFormation makes the name up"
    assert reasons(seen.aliases[0])["roleAlias"] == made_up
    assert (seen.aliases[0].name, seen.iot_policies[0].name) == ("Alias", "Policy")
    told = reasons(seen.profiles[0])
    assert told["enabled"] == (
        "the template does not state Enabled, and AWS does not document the default"
    )
    assert "updatedAt" in told
    assert seen.anchors[0].enabled is False
    assert reasons(seen.anchors[0])["crlDpRevocationEnabled"] == (
        "CloudFormation has no property for it"
    )
    assert "targets" in reasons(seen.iot_policies[0])
    (device,) = seen.roles.values()
    assert isinstance(device, Role)
    assert set(reasons(device)) == {"CreateDate", "RoleLastUsed", "RoleName"}


def test_a_profile_with_all_its_properties() -> None:
    text = template(
        role("One"),
        role("Two", "RoleName: Two"),
        profile(
            """
            RoleArns:
              - !GetAtt One.Arn
              - !Sub arn:${AWS::Partition}:iam::${AWS::AccountId}:role/Two
            ManagedPolicyArns: [arn:aws:iam::aws:policy/ReadOnlyAccess]
            AcceptRoleSessionName: yes
            DurationSeconds: 900.0
            SessionPolicy: '{"Version": "2012-10-17", "Statement": []}'
            AttributeMappings:
              - CertificateField: x509Subject
                MappingRules: [{Specifier: CN}]
            Tags: [{Key: team, Value: storage}]
            """
        ),
    )
    seen = inventory(text)
    (found,) = seen.profiles
    assert found.role_arns == (f"{OWN}/@One@", f"{OWN}/Two")
    assert excerpt(text, part(found, "roleArns", f"{OWN}/Two")).startswith("!Sub arn:")
    assert (found.duration, found.accepts_session_name) == (900, True)
    assert found.session_policy == '{"Version": "2012-10-17", "Statement": []}'
    assert found.managed_policy_arns == ("arn:aws:iam::aws:policy/ReadOnlyAccess",)
    assert found.tags == {"team": "storage"}
    assert "beside declared ones" in reasons(found)["attributeMappings"]
    assert {binding.role.name for binding in seen.bindings_of(found)} == {"One", "Two"}
    with pytest.raises(Undecided, match="ReadOnlyAccess is not declared in the template"):
        seen.managed_policy("arn:aws:iam::aws:policy/ReadOnlyAccess")


def test_a_trust_anchor_and_its_crl() -> None:
    text = template(
        resource(
            "Anchor",
            "RolesAnywhere::TrustAnchor",
            """
            Name: ca
            Enabled: true
            Source:
              SourceType: CERTIFICATE_BUNDLE
              SourceData:
                X509CertificateData: |
                  -----BEGIN CERTIFICATE-----
            NotificationSettings:
              - {Enabled: false, Event: CA_CERTIFICATE_EXPIRY, Threshold: '10'}
            """,
        ),
        resource(
            "List",
            "RolesAnywhere::CRL",
            "Name: revoked\nCrlData: PEM\nTrustAnchorArn: !GetAtt Anchor.TrustAnchorArn",
        ),
    )
    seen = inventory(text)
    (anchor,), (crl,) = seen.anchors, seen.crls
    assert anchor.certificate_data == "-----BEGIN CERTIFICATE-----\n"
    assert anchor.source_type == "CERTIFICATE_BUNDLE"
    assert excerpt(text, part(anchor, "source.sourceType")) == "CERTIFICATE_BUNDLE"
    assert part(anchor, "source.sourceData.x509CertificateData").line == 12
    assert {each["event"]: each["threshold"] for each in anchor.notification_settings} == {
        "CA_CERTIFICATE_EXPIRY": 10,
        "END_ENTITY_CERTIFICATE_EXPIRY": 45,
    }
    assert (crl.data, crl.trust_anchor_arn) == (b"PEM", anchor.arn)


def test_a_private_ca_of_the_same_template() -> None:
    seen = inventory(
        template(
            resource("Ca", "ACMPCA::CertificateAuthority", "Type: ROOT"),
            resource(
                "Anchor",
                "RolesAnywhere::TrustAnchor",
                "Source: {SourceType: AWS_ACM_PCA, SourceData: {AcmPcaArn: !Ref Ca}}",
            ),
        )
    )
    arn = seen.anchors[0].acm_pca_arn
    assert arn == "arn:aws:acm-pca:xx-region-0:000000000000:certificate-authority/@Ca@"
    with pytest.raises(Undecided, match="does not tell the certificate of private CA"):
        seen.authority(arn)


POLICY = "{Statement: {Effect: Allow, Action: 's3:*', Resource: '*'}}"


def test_a_role_gets_its_policies_from_the_whole_template() -> None:
    text = template(
        role(
            properties=f"""
            ManagedPolicyArns: [!Ref Own, arn:aws:iam::aws:policy/AdministratorAccess]
            PermissionsBoundary: !Ref Own
            Policies:
              - {{PolicyName: inside, PolicyDocument: {POLICY}}}
            """
        ),
        alias(),
        resource("Own", "IAM::ManagedPolicy", f"PolicyDocument: {POLICY}"),
        resource("More", "IAM::ManagedPolicy", f"Roles: [!Ref Role]\nPolicyDocument: {POLICY}"),
        resource(
            "Beside",
            "IAM::Policy",
            f"PolicyName: beside\nRoles: [!Ref Role, Other]\nPolicyDocument: {POLICY}",
        ),
        resource(
            "Single",
            "IAM::RolePolicy",
            f"PolicyName: single\nRoleName: !Ref Role\nPolicyDocument: {POLICY}",
        ),
    )
    seen = inventory(text)
    (found,) = (fact for fact in seen.roles.values() if isinstance(fact, Role))
    account = "arn:aws:iam::000000000000:policy"
    assert found.attached_policies == (
        f"{account}/@More@",
        f"{account}/@Own@",
        "arn:aws:iam::aws:policy/AdministratorAccess",
    )
    assert found.boundary == f"{account}/@Own@"
    assert sorted(found.inline_policies) == ["beside", "inside", "single"]
    own = seen.managed_policies[f"{account}/@Own@"]
    assert isinstance(own, ManagedPolicy)
    assert own.document["Statement"]["Action"] == "s3:*"
    span = part(found, "RolePolicyList[1].PolicyDocument.Statement[0].Action")
    assert excerpt(text, span) == "'s3:*'"


def test_roles_that_have_nothing_to_do_with_brokers_are_left_out() -> None:
    lambda_trust = "Statement: {Effect: Allow, Principal: {Service: lambda.amazonaws.com}}"
    both = template(role("Device"), role("Function", trust=lambda_trust))
    assert [fact.name for fact in inventory(both).roles.values() if isinstance(fact, Role)] == [
        "Device"
    ]
    named = template(role("Function", trust=lambda_trust), alias("RoleArn: !GetAtt Function.Arn"))
    assert len(inventory(named).roles) == 1


@pytest.mark.parametrize(
    ("document", "place"),
    [
        ("Version: 2012-10-17\nStatement:\n- {Effect: Allow,\n   Action: x}", "Action: x}"),
        ('|\n  {"Statement":\n   [{"Effect": "Allow", "Action": "x"}]}', '"x"'),
        ('\'{"Statement": {"Action": "x"}}\'', '"x"'),
    ],
)
def test_policies_are_objects_or_texts(document: str, place: str) -> None:
    """Also inside of a text, the place is exact."""
    prefix = "PolicyDocument: " if document[0] in "|'" else "PolicyDocument:\n  "
    body = prefix + document.replace("\n", "\n  ")
    text = template(resource("Policy", "IoT::Policy", body))
    (policy,) = inventory(text).iot_policies
    (statement,) = (
        policy.document["Statement"]
        if isinstance(policy.document["Statement"], list)
        else [policy.document["Statement"]]
    )
    assert statement["Action"] == "x"
    found = excerpt(text, part(policy, "policyDocument.Statement[0].Action"))
    assert found == place.removeprefix("Action: ").rstrip("}")


def test_a_policy_that_is_no_json_is_kept_as_it_is() -> None:
    seen = inventory(template(role(), profile("SessionPolicy: '{not json}'")))
    assert seen.profiles[0].session_policy == "{not json}"
    seen = inventory(template(resource("Policy", "IoT::Policy", "PolicyDocument: '{oops'")))
    with pytest.raises(Undecided, match="cannot be read: it is not JSON"):
        _ = seen.iot_policies[0].document


def test_json_templates_are_read_with_their_places() -> None:
    body = {
        "Resources": {
            "Alias": {
                "Type": "AWS::IoT::RoleAlias",
                "Properties": {"RoleArn": "x", "CredentialDurationSeconds": 43200},
            }
        }
    }
    text = json.dumps(body, indent=1)
    (found,) = inventory(text).aliases
    assert (found.duration, excerpt(text, part(found, "credentialDurationSeconds"))) == (
        43200,
        "43200",
    )


def test_the_cdk_tells_where_its_code_makes_a_resource() -> None:
    metadata = "Metadata: {'aws:cdk:path': App/Fleet/Alias/Resource}\n"
    seen = inventory(template(role(), alias(more=metadata)))
    assert seen.symbols.identify(seen.aliases[0].arn) == f"{FILE}#App/Fleet/Alias/Resource"


def test_two_resources_of_one_name_are_two() -> None:
    same = "RoleAlias: fleet\nRoleArn: !GetAtt Role.Arn"
    seen = inventory(template(role(), alias(same), alias(same, "Other")))
    assert len({each.arn for each in seen.aliases}) == 2
    assert all(len(seen.bindings_of(each)) == 1 for each in seen.aliases)


def test_a_section_that_is_no_mapping() -> None:
    with pytest.raises(BadTree, match="Parameters is not a mapping") as caught:
        worlds("Parameters: 1\nResources: {A: {Type: AWS::IoT::RoleAlias}}")
    assert caught.value.error.exit_code is ExitCode.INCOMPLETE


@pytest.mark.parametrize(
    "text", ["[]", "a: 1", "Resources: []", "Resources: {a: b}", "AWSTemplateFormatVersion: 1", ""]
)
def test_what_is_no_template(text: str) -> None:
    assert read_worlds(read_documents(text.encode(), FILE), FILE, NOW) is None


@pytest.mark.parametrize(
    "odd",
    [
        "Properties: 1",
        "Properties: []",
        "Properties: {RoleArn: [], CredentialDurationSeconds: {a: b}, Tags: 1}",
        "Properties: {RoleArn: {a: {b: c}}, Tags: [1, {Key: []}]}",
        "Properties: !Transform {Name: x}",
        "Condition: [a]",
        "Metadata: 1",
    ],
)
def test_odd_shapes_are_for_the_rules_to_judge(odd: str) -> None:
    for kind in (
        *("IoT::RoleAlias", "IoT::Policy", "IAM::Role", "IAM::ManagedPolicy", "IAM::Policy"),
        *("RolesAnywhere::Profile", "RolesAnywhere::TrustAnchor", "RolesAnywhere::CRL"),
    ):
        found: Any = worlds(f"Resources: {{A: {{Type: 'AWS::{kind}', {odd}}}}}")
        assert found


def test_tags_are_spelt_as_each_service_spells_them() -> None:
    tags = "Tags: [{Key: team, Value: storage}]"
    found = inventory(template(alias(f"RoleArn: x\n{tags}"), profile(tags)))
    assert found.aliases[0].raw["tags"] == [{"Key": "team", "Value": "storage"}]
    assert found.profiles[0].raw["tags"] == [{"key": "team", "value": "storage"}]
