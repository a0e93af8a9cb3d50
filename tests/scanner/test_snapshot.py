"""Inventories as bytes and back, and what becomes of bytes that nobody should trust."""

import gzip
import io
import json
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta, timezone
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reports.made import HOSTILE
from world import (
    ACCOUNT,
    NOW,
    REGION,
    alias,
    anchor,
    authority,
    crl,
    inventory,
    iot_policy,
    managed_policy,
    missing,
    profile,
    role,
    role_arn,
    subject,
)

from rolevet.authorities import CertificateAuthority
from rolevet.check import check
from rolevet.coverage import Cell, CellState
from rolevet.errors import CollectError
from rolevet.inventory import Inventory, Missing, Scope
from rolevet.place import ApiCall, Place, Span
from rolevet.policies import ManagedPolicy
from rolevet.resources import Resource, Role
from rolevet.sources.snapshot import load, packed, read, snapshot_of
from rolevet.sources.snapshot.writing import LISTED, LOOKED_UP
from rolevet.unknown import Doubt, Unknown
from rolevet_rules import rules

KEY = "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n"
BROKEN = Cell(
    ACCOUNT, REGION, "iot:ListRoleAliases", CellState.PARTIAL, "role-alias", lists=True, error="X"
)


def everything() -> Inventory:
    """Each kind of fact, one with a private key, in an order that is nobody's."""
    return inventory(
        profile("keeper", description=KEY, tags=[{"key": "é", "value": "\ud800"}]),
        profile("backup"),
        anchor(source={"sourceType": "CERTIFICATE_BUNDLE"}),
        alias("fleet"),
        alias("camera", unknown={"roleArn": Unknown("it was denied")}, roleArn=None),
        crl("list", crlData=b"\x30\x82\xff"),
        iot_policy("fleet"),
        subject("CN=one"),
        role(),
        missing("Gone"),
        denied=["Hidden"],
        coverage=[
            BROKEN,
            Cell(ACCOUNT, "global", "iam:GetRole", CellState.COMPLETE, "role", items=1),
        ],
        managed_policies=answers(managed_policy("Read")),
        authorities=answers(authority("one")),
    )


def answers(resource: Resource) -> dict[str, Any]:
    """One that is there, one that is not, one that nobody may see."""
    gone = Missing(f"{resource.arn}-gone", resource.place)
    hidden = Unknown("it was denied")
    return {resource.arn: resource, gone.arn: gone, f"{resource.arn}-hidden": hidden}


def again(seen: Inventory) -> Inventory:
    return of(snapshot_of(seen, "1.2.3").data)


def of(data: bytes) -> Inventory:
    return read(io.BufferedReader(io.BytesIO(data)), "s.json")


def schema() -> Any:
    path = files("rolevet.sources.snapshot") / "snapshot-v1.schema.json"
    return json.loads(path.read_text())


TEXTS = st.text() | st.sampled_from([HOSTILE, KEY, "$base64", "$$", "", "\ud800", "\0", "a.b[0]"])
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.binary(max_size=9)
    | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)
PLACES: st.SearchStrategy[Place] = st.builds(ApiCall, TEXTS, TEXTS, TEXTS) | st.builds(
    Span, TEXTS, *[st.integers(1, 9)] * 4
)
UNKNOWNS = st.builds(Unknown, TEXTS, st.sampled_from(Doubt))


def resources(kind: type[Resource]) -> st.SearchStrategy[Any]:
    return st.builds(
        kind,
        arn=TEXTS,
        account=TEXTS,
        region=TEXTS,
        partition=TEXTS,
        raw=st.dictionaries(TEXTS, VALUES, max_size=4),
        place=PLACES,
        unknown=st.dictionaries(TEXTS, UNKNOWNS, max_size=2),
    )


def facts_of(kind: type[Resource]) -> st.SearchStrategy[Any]:
    return resources(kind) | st.builds(Missing, TEXTS, PLACES) | UNKNOWNS


def keyed(facts: dict[str, Any]) -> dict[str, Any]:
    """What is missing knows by which ARN it was asked for."""
    return {
        arn: replace(fact, arn=arn) if isinstance(fact, Missing) else fact
        for arn, fact in facts.items()
    }


CELLS = st.builds(Cell, TEXTS, TEXTS, TEXTS, st.sampled_from(CellState), error=TEXTS, message=TEXTS)
MOMENTS = st.datetimes(
    min_value=datetime(1900, 1, 1),
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=5, minutes=30))]),
)
INVENTORIES = st.builds(
    Inventory,
    now=MOMENTS,
    scopes=st.lists(
        st.builds(Scope, TEXTS, TEXTS, st.lists(TEXTS, max_size=2).map(tuple)), max_size=2
    ).map(tuple),
    roles=st.dictionaries(TEXTS, facts_of(Role), max_size=3).map(keyed),
    coverage=st.lists(CELLS, max_size=2).map(tuple),
    managed_policies=st.dictionaries(TEXTS, facts_of(ManagedPolicy), max_size=2).map(keyed),
    authorities=st.dictionaries(TEXTS, facts_of(CertificateAuthority), max_size=2).map(keyed),
    **{name: st.lists(resources(kind), max_size=2).map(tuple) for kind, name in LISTED.items()},
)


@given(INVENTORIES)
def test_every_inventory_survives(seen: Inventory) -> None:
    written = snapshot_of(seen, "1.2.3")
    loaded = of(written.data)
    assert snapshot_of(loaded, "1.2.3") == written
    assert of(packed(written.data)) == loaded
    assert loaded.now == seen.now
    if not written.masked and b"PRIVATE KEY" not in written.data:
        for name, _ in LOOKED_UP.values():
            assert dict(getattr(loaded, name)) == dict(getattr(seen, name))
        assert sorted(loaded.coverage) == sorted(seen.coverage)
        for name in LISTED.values():
            before, after = getattr(seen, name), getattr(loaded, name)
            assert len(before) == len(after)
            assert all(fact in after for fact in before)


def test_order_does_not_change_the_bytes() -> None:
    seen = everything()
    turned = replace(
        seen,
        aliases=seen.aliases[::-1],
        profiles=tuple(
            replace(p, raw=dict(reversed(list(p.raw.items())))) for p in reversed(seen.profiles)
        ),
        roles=dict(reversed(list(seen.roles.items()))),
        coverage=seen.coverage[::-1],
    )
    assert snapshot_of(turned, "1") == snapshot_of(seen, "1")


def test_golden(golden: Callable[[str, str], None]) -> None:
    golden("snapshot.json", snapshot_of(everything(), "1.2.3").data.decode())


def test_an_older_snapshot_can_still_be_read() -> None:
    """The first that was ever written, whatever has been added since."""
    first = load(Path(__file__).parent / "golden/snapshot-first.json")
    assert (first.now, len(first.roles)) == (NOW, 3)
    assert (first.crls, first.managed_policies, first.authorities) == ((), {}, {})


def test_what_is_said_beside_the_bytes() -> None:
    written = snapshot_of(everything(), "1.2.3")
    assert dict(written.counts) == {
        "certificate-authority": 1,
        "crl": 1,
        "iot-policy": 1,
        "managed-policy": 1,
        "profile": 2,
        "role": 1,
        "role-alias": 2,
        "subject": 1,
        "trust-anchor": 1,
    }
    assert written.masked == (profile("keeper").arn,)
    assert written.complete is False
    assert snapshot_of(inventory(), "1").complete is True


def test_every_kind_has_its_place() -> None:
    """A kind of resource that an inventory lists but a snapshot forgets would be lost."""
    facts = {f.name for f in fields(Inventory) if f.init}
    # No account has these: they come of files.
    stated = {"files", "live", "prior", "symbols"}
    listed = facts - stated - {"now", "scopes", "coverage"}
    assert {*LISTED.values(), *(name for name, _ in LOOKED_UP.values())} == listed
    kinds = {kind.KIND for kind in (*LISTED, *LOOKED_UP)}
    assert set(schema()["$defs"]["resource"]["properties"]["kind"]["enum"]) == kinds


@pytest.mark.parametrize("seen", [everything(), inventory()])
def test_it_keeps_to_its_schema(
    schema_faults: Callable[[Any, Any], list[str]], seen: Inventory
) -> None:
    assert schema_faults(schema(), json.loads(snapshot_of(seen, "1").data)) == []


def test_the_schema_describes_every_field() -> None:
    definitions = schema()["$defs"]
    body = json.loads(snapshot_of(everything(), "1").data)
    assert set(body) == set(schema()["properties"])
    assert set(body) - set(schema()["required"]) == {"managed_policies", "authorities"}
    for row, name in (("scopes", "scope"), ("resources", "resource"), ("coverage", "cell")):
        assert set(body[row][0]) == set(definitions[name]["properties"])
        assert set(body[row][0]) == set(definitions[name]["required"])
    answers = {"roles": "role", "managed_policies": "managed_policy", "authorities": "authority"}
    for rows, name in answers.items():
        told = {member for row in body[rows] for member in row}
        assert told == set(definitions[name]["properties"])
    effort = definitions["cell"]["properties"]["effort"]
    assert (
        set(body["coverage"][0]["effort"]) == set(effort["properties"]) == set(effort["required"])
    )
    assert set(definitions["cell"]["properties"]["state"]["enum"]) == set(CellState)
    assert set(definitions["doubt"]["enum"]) == set(Doubt)


def test_rules_say_of_it_what_they_said_live() -> None:
    seen = inventory(
        alias("gone", roleArn=role_arn("Gone")),
        alias("long", credentialDurationSeconds=43200),
        profile("stale", enabled=False, updatedAt="2026-01-01T00:00:00Z"),
        profile("hidden", roleArns=[role_arn("Hidden")]),
        role(),
        missing("Gone"),
        denied=["Hidden"],
        coverage=[BROKEN],
    )
    assert check(rules(), again(seen)) == check(rules(), seen)


def test_a_private_key_never_gets_in() -> None:
    named: dict[str, Any] = {KEY: 1}
    seen = inventory(
        anchor("a", source={"sourceData": {"x509CertificateData": f"x{KEY}y"}}),
        anchor("b", crlData=KEY.encode()),
        anchor("c", **named),
        anchor("d"),
        role("e", Tags=[{"Value": KEY}]),
        coverage=[replace(BROKEN, message=KEY)],
    )
    written = snapshot_of(seen, "1")
    assert b"c2VjcmV0" not in written.data
    assert KEY.encode() not in again(seen).anchors[1].raw["crlData"]
    assert [arn[-1] for arn in written.masked] == ["e", "a", "b", "c"]


@pytest.mark.parametrize("value", [b"", b"\x00\xff", float("inf"), float("-inf"), 1.0, 10**30])
def test_what_json_lacks_survives(value: object) -> None:
    raw: dict[str, Any] = {"$base64": value, "list": [{"$number": value}], "$$": {"$": value}}
    assert again(inventory(profile(**raw))).profiles[0].raw == profile(**raw).raw


def test_a_number_that_is_none_survives() -> None:
    assert str(again(inventory(profile(x=float("nan")))).profiles[0].raw["x"]) == "nan"


def test_what_no_source_returns_is_a_bug() -> None:
    with pytest.raises(TypeError, match="cannot hold a datetime"):
        snapshot_of(inventory(profile(updatedAt=NOW)), "1")


def test_a_value_too_deep_to_be_read_is_not_written() -> None:
    value: object = 1
    for _ in range(200):
        value = [value]
    with pytest.raises(CollectError, match="nested deeper than 200 levels"):
        snapshot_of(inventory(profile(x=value)), "1")


def test_packing_gives_the_same_bytes() -> None:
    data = snapshot_of(everything(), "1").data
    assert packed(data) == packed(data)
    assert packed(data)[3:10] == b"\x00\x00\x00\x00\x00\x02\xff", "no name, no time, no system"
    assert gzip.decompress(packed(data)) == data
