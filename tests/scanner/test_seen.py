"""The certificates that have asked for sessions, and whose they may be."""

from dataclasses import replace
from typing import Any

import pytest
from pki import bundle, ca, ec_key, leaf, pem
from world import ACCOUNT, DENIED, REGION, anchor, inventory, mapped, profile, subject

from rolevet.authorities import CertificateSubject
from rolevet.seen import (
    anchors_for,
    certificate_in_use,
    is_mapped,
    last_asked,
    seen_at,
    seen_through,
    seen_through_none,
)
from rolevet.unknown import Undecided

PLACE = (ACCOUNT, REGION)
OURS = anchor("ours", source=bundle(pem(ca())))
OTHERS = anchor("others", source=bundle(pem(ca("Other CA", key=ec_key(2)))))
UNREAD = anchor("unread", source=bundle("x"))


def asked(*ders: bytes, name: str = "CN=host", **fields: Any) -> CertificateSubject:
    dates = (f"2026-05-{day:02}T00:00:00Z" for day in range(1, 1 + len(ders)))
    rows = [
        {"x509CertificateData": pem(der), "seenAt": date}
        for der, date in zip(ders, dates, strict=True)
    ]
    return subject(name, credentials=rows, **fields)


def test_the_certificate_in_use_is_the_last_that_asked() -> None:
    one = asked(leaf("old"), leaf("new"))
    nobody = subject("CN=nobody")
    world = inventory(one, nobody)
    found = certificate_in_use(one, world)
    assert found is not None
    assert found.subject == "CN=new"
    assert certificate_in_use(nobody, world) is None


def test_what_was_seen_goes_by_issuer_and_by_place() -> None:
    here, there = asked(leaf(), leaf("b")), replace(asked(leaf("c"), name="CN=c"), region="x")
    unread = asked(b"x", name="CN=unread")
    hidden = subject("CN=hidden", unknown={"credentials": DENIED})
    seen = seen_at(*PLACE, inventory(here, there, unread, hidden))
    assert {issuer: len(each) for issuer, each in seen.by_issuer.items()} == {"cn=company ca": 2}
    assert sorted(doubt.reason for doubt in seen.doubts) == [
        "a certificate of Subject 'CN=unread' cannot be read: block 1 is not an X.509 certificate",
        DENIED.reason,
    ]


def test_a_certificate_came_through_the_anchor_that_bears_its_issuers_name() -> None:
    mine, stranger = leaf(issuer="COMPANY CA"), leaf(issuer="Sub CA")
    known = inventory(OURS, OTHERS, UNREAD, asked(mine))
    assert [each.subject for each in seen_through(OURS, known)] == ["CN=host"]
    assert seen_through(OTHERS, known) == ()
    assert not seen_through_none(OURS, known)
    assert seen_through_none(OTHERS, inventory(OURS, OTHERS, asked(mine, stranger)))
    with pytest.raises(Undecided, match="'unread' holds no certificate"):
        seen_through(UNREAD, known)
    assert seen_through(UNREAD, inventory(UNREAD)) == ()


def test_one_of_a_ca_below_may_have_come_through_any_enabled_anchor() -> None:
    off = anchor("off", source=OURS.raw["source"], enabled=False)
    there = replace(OURS, region="us-east-1")
    world = inventory(OURS, OTHERS, UNREAD, off, there, asked(leaf(), leaf(issuer="Sub CA")))
    ((mine,), (below,)) = seen_at(*PLACE, world).by_issuer.values()
    assert anchors_for(mine, *PLACE, world) == (OURS,)
    assert anchors_for(below, *PLACE, world) == (OURS, OTHERS, UNREAD)
    assert anchors_for(below, ACCOUNT, "eu-north-1", world) == ()


def test_when_anybody_asked() -> None:
    early, late = "2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z"
    world = inventory(subject("a", lastSeenAt=early), subject("b", lastSeenAt=late))
    asked_at = last_asked(*PLACE, world)
    assert asked_at is not None
    assert asked_at.month == 2
    assert last_asked(ACCOUNT, "us-east-1", world) is None


@pytest.mark.parametrize(
    ("fields", "known"),
    [
        ({}, True),
        ({"enabled": False}, False),
        ({"attributeMappings": mapped(x509Subject=("CN",))}, False),
        ({"attributeMappings": None}, None),
        ({"enabled": None}, None),
    ],
)
def test_whether_a_profile_maps_an_attribute(fields: dict[str, Any], known: bool | None) -> None:
    world = inventory(profile(**fields))
    assert is_mapped("x509Subject/O", *PLACE, world).known is known
    assert is_mapped("x509Subject/O", ACCOUNT, "us-east-1", world).known is False
    both = inventory(profile("a", **fields), profile("b"))
    assert is_mapped("x509Subject/O", *PLACE, both).known is True
