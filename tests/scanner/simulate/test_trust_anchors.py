"""Trust anchors with their notifications, CRLs and subjects."""

import importlib
from functools import partial
from typing import Any

import pytest
from botocore.exceptions import ClientError

SOURCE = {"sourceType": "CERTIFICATE_BUNDLE", "sourceData": {"x509CertificateData": "PEM"}}
CA, END_ENTITY = "CA_CERTIFICATE_EXPIRY", "END_ENTITY_CERTIFICATE_EXPIRY"


def default(event: str) -> dict[str, Any]:
    return {
        "event": event,
        "enabled": True,
        "threshold": 45,
        "channel": "ALL",
        "configuredBy": "rolesanywhere.amazonaws.com",
    }


@pytest.fixture
def anchor(rolesanywhere: Any) -> Any:
    return rolesanywhere.create_trust_anchor(name="a", source=SOURCE, aliasName="a")["trustAnchor"]


@pytest.mark.parametrize(
    "source",
    [
        SOURCE,
        {"sourceType": "AWS_ACM_PCA", "sourceData": {"acmPcaArn": "arn:aws:acm-pca:::x"}},
        {"sourceType": "SELF_SIGNED_REPOSITORY"},
    ],
)
def test_the_source_comes_back(rolesanywhere: Any, source: Any) -> None:
    made = rolesanywhere.create_trust_anchor(name="a", source=source)["trustAnchor"]
    assert made["source"] == source
    assert made["notificationSettings"] == [default(CA), default(END_ENTITY)]
    assert "crlDpRevocationEnabled" not in made


def test_an_update_changes_what_is_present(rolesanywhere: Any, anchor: Any) -> None:
    this = {"trustAnchorId": anchor["trustAnchorId"]}
    source = {"sourceType": "CERTIFICATE_BUNDLE", "sourceData": {"x509CertificateData": "NEW"}}
    after = rolesanywhere.update_trust_anchor(**this, source=source)["trustAnchor"]
    assert after == {**anchor, "source": source, "updatedAt": after["updatedAt"]}
    after = rolesanywhere.update_trust_anchor(**this, crlDpRevocationEnabled=True)["trustAnchor"]
    assert (after["source"], after["crlDpRevocationEnabled"]) == (source, True)


def test_a_source_has_one_kind_of_data(rolesanywhere: Any) -> None:
    both = {"x509CertificateData": "PEM", "acmPcaArn": "arn:aws:acm-pca:::x"}
    for data in (both, {}):
        with pytest.raises(ClientError, match=r"'source\.sourceData'.* exactly one"):
            rolesanywhere.create_trust_anchor(name="a", source={**SOURCE, "sourceData": data})


def test_own_settings_at_creation(rolesanywhere: Any) -> None:
    own = {"event": END_ENTITY, "enabled": False}
    made = rolesanywhere.create_trust_anchor(name="a", source=SOURCE, notificationSettings=[own])
    assert made["trustAnchor"]["notificationSettings"] == [
        default(CA),
        {**own, "channel": "ALL", "configuredBy": "123456789012"},
    ]


def test_settings_are_put_and_reset(rolesanywhere: Any, anchor: Any) -> None:
    this = {"trustAnchorId": anchor["trustAnchorId"]}
    own = [{"event": event, "enabled": True, "threshold": 7} for event in (CA, END_ENTITY)]
    put = rolesanywhere.put_notification_settings(**this, notificationSettings=own)["trustAnchor"]
    configured = [{**each, "channel": "ALL", "configuredBy": "123456789012"} for each in own]
    assert put["notificationSettings"] == configured

    reset = rolesanywhere.reset_notification_settings(
        **this, notificationSettingKeys=[{"event": CA, "channel": "ALL"}]
    )["trustAnchor"]
    assert reset["notificationSettings"] == [default(CA), configured[1]]
    reset = rolesanywhere.reset_notification_settings(
        **this, notificationSettingKeys=[{"event": END_ENTITY}]
    )["trustAnchor"]
    assert reset["notificationSettings"] == [default(CA), default(END_ENTITY)]
    assert rolesanywhere.get_trust_anchor(**this)["trustAnchor"] == reset


def test_an_enabled_setting_needs_a_threshold(rolesanywhere: Any, anchor: Any) -> None:
    with pytest.raises(rolesanywhere.exceptions.ValidationException, match="threshold"):
        rolesanywhere.put_notification_settings(
            trustAnchorId=anchor["trustAnchorId"],
            notificationSettings=[{"event": CA, "enabled": True}],
        )


def test_settings_know_an_anchor_by_its_id_only(rolesanywhere: Any, anchor: Any) -> None:
    calls = (
        partial(rolesanywhere.put_notification_settings, notificationSettings=[]),
        partial(rolesanywhere.reset_notification_settings, notificationSettingKeys=[]),
    )
    for arn in (anchor["trustAnchorArn"], anchor["aliasArn"]):
        for call in calls:
            with pytest.raises(ClientError, match=r"'trustAnchorId'.* less than or equal to 36"):
                call(trustAnchorId=arn)


def test_a_crl_is_of_a_trust_anchor(rolesanywhere: Any, anchor: Any) -> None:
    arn = anchor["trustAnchorArn"]
    crl = rolesanywhere.import_crl(name="c", crlData=b"\0\xff", trustAnchorArn=arn)["crl"]
    assert (crl["crlData"], crl["trustAnchorArn"]) == (b"\0\xff", arn)
    after = rolesanywhere.update_crl(crlId=crl["crlId"], crlData=b"new")["crl"]
    assert after == {**crl, "crlData": b"new", "updatedAt": after["updatedAt"]}


def test_a_crl_wants_the_arn_that_contains_the_id(rolesanywhere: Any, anchor: Any) -> None:
    unknown = anchor["trustAnchorArn"].replace("eu-west-1", "eu-west-2")
    for arn in (anchor["aliasArn"], unknown):
        with pytest.raises(rolesanywhere.exceptions.ResourceNotFoundException) as caught:
            rolesanywhere.import_crl(name="c", crlData=b"x", trustAnchorArn=arn)
        assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 404
    assert rolesanywhere.list_crls()["crls"] == []


def test_no_session_no_subject(rolesanywhere: Any) -> None:
    assert rolesanywhere.list_subjects()["subjects"] == []
    with pytest.raises(rolesanywhere.exceptions.ResourceNotFoundException):
        rolesanywhere.get_subject(subjectId="01234567-89ab-cdef-0123-456789abcdef")


def test_sessions_leave_subjects(in_process: Any) -> None:
    rolesanywhere = in_process.client("rolesanywhere")
    models = importlib.import_module("moto.rolesanywhere.models")
    backend = models.rolesanywhere_backends["123456789012"]["eu-west-1"]
    backend.record_subject("CN=one", serial_number="01", issuer="CN=ca")
    backend.record_subject("CN=two", serial_number="02", failed=True)
    again = backend.record_subject("CN=one", serial_number="03")

    pages = rolesanywhere.get_paginator("list_subjects").paginate(pageSize=1)
    one, two = (row for page in pages for row in page["subjects"])
    assert [one["x509Subject"], two["x509Subject"]] == ["CN=one", "CN=two"]
    assert one["subjectArn"].endswith(f"123456789012:subject/{one['subjectId']}")
    assert "credentials" not in one

    subject = rolesanywhere.get_subject(subjectId=one["subjectId"])["subject"]
    assert subject["subjectId"] == again.id
    assert [each["serialNumber"] for each in subject["credentials"]] == ["01", "03"]
    assert subject["credentials"][0]["issuer"] == "CN=ca"
    assert subject["lastSeenAt"] >= subject["createdAt"]
    failed = rolesanywhere.get_subject(subjectId=two["subjectId"])["subject"]["credentials"][0]
    assert failed["failed"] is True
