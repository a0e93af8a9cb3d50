"""What the rules on everything that an account holds say of several resources at once."""

import hashlib
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from pki import bundle, ca, ec_key, leaf, pem
from rules.hostile import TEXTS
from world import alias, anchor, crl, inventory, listed, profile, subject

from rolevet.authorities import CertificateSubject, Crl
from rolevet.check import Verdicts, check
from rolevet.finding import Setting
from rolevet.inventory import Inventory
from rolevet.resources import Resource
from rolevet.unknown import Doubt
from rolevet_rules import rules

RULES = {rule.info.id: rule for rule in rules()}
FAMILY = [rule for rule in rules() if rule.info.id.startswith(("INV", "CRL003"))]


def judged(rule: str, seen: Inventory, **given: Setting) -> Verdicts:
    return check([RULES[rule].configured(given)], seen)


def test_every_certificate_of_a_bundle_is_told() -> None:
    known, one, two = ca(), ca("One", key=ec_key(2)), ca("Two", key=ec_key(3))
    seen = inventory(anchor(source=bundle(pem(one, known, two, two))))
    hashes = (hashlib.sha256(known).hexdigest(),)
    findings = judged("INV001", seen, allowed_anchor_sha256=hashes).findings
    assert [each.evidence["sha256"] for each in findings] == [
        hashlib.sha256(der).hexdigest() for der in (one, two)
    ]


def test_tags_are_asked_of_all_kinds_that_have_them() -> None:
    bare: list[Resource] = [alias(tags=[]), profile(tags=[]), anchor(tags=[]), crl(tags=[])]
    verdicts = judged("INV006", inventory(*bare, subject()), required_tags=("team",))
    assert [each.resource_type for each in verdicts.findings] == [
        *("role-alias", "profile", "trust-anchor", "crl")
    ]
    (result,) = verdicts.results
    assert result.failed == 4


def test_each_odd_name_is_told_apart() -> None:
    der = leaf("host (2)", issuer="Company CA #1")
    one = subject(credentials=[{"x509CertificateData": pem(der), "seenAt": "2026-05-01T00:00:00Z"}])
    findings = judged("INV005-CHARSET", inventory(one, profile())).findings
    assert [each.evidence["attribute"] for each in findings] == ["x509Issuer/CN", "x509Subject/CN"]


def test_evidence_of_long_lives_is_told_once() -> None:
    rows = [{"x509CertificateData": pem(leaf(days=(0, 400)))}]
    seen = inventory(
        anchor(source=bundle(pem(ca()))), subject(credentials=rows), coverage=[listed(Crl)]
    )
    both = [RULES["CRL003"], RULES["CRL003-LONGLIVED"]]
    (finding,) = check(both, seen).findings
    assert finding.rule.id == "CRL003-LONGLIVED"
    assert [related.note.partition(":")[0] for related in finding.related] == ["CRL003"]


ROWS = st.fixed_dictionaries(
    {},
    optional={
        "x509CertificateData": TEXTS | st.just(pem(leaf())) | st.just(pem(ca())),
        "seenAt": TEXTS | st.just("2026-05-01T00:00:00Z") | st.floats() | st.none(),
        "failed": st.booleans() | st.none(),
    },
)


@settings(max_examples=80, deadline=None)
@given(
    rows=st.lists(ROWS, max_size=2) | st.lists(TEXTS, max_size=1),
    date=TEXTS | st.floats() | st.none(),
    tags=st.lists(st.dictionaries(TEXTS, TEXTS, max_size=2), max_size=2),
    source=st.dictionaries(st.just("sourceData"), st.dictionaries(TEXTS, TEXTS), max_size=1),
)
def test_whatever_stands_there_no_rule_breaks(
    rows: list[Any], date: Any, tags: list[dict[str, str]], source: dict[str, Any]
) -> None:
    odd: CertificateSubject = subject(credentials=rows, lastSeenAt=date)
    anchors = (anchor("a", source=source, createdAt=date, tags=tags), anchor("b", source=source))
    seen = inventory(
        odd, *anchors, profile(tags=tags, createdAt=date), alias(tags=tags), coverage=[listed(Crl)]
    )
    given = {"INV001": {"allowed_pca_arns": ("x",)}, "INV006": {"required_tags": ("x",)}}
    asked = [rule.configured(given.get(rule.info.id, {})) for rule in FAMILY]
    doubts = check(asked, seen).inconclusive
    assert [each.traceback for each in doubts if each.doubt is Doubt.RULE_ERROR] == []
