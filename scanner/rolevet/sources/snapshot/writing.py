"""From an inventory to bytes: the same inventory always gives the same ones."""

import gzip
import hashlib
import io
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from rolevet.authorities import CertificateAuthority, CertificateSubject, Crl, TrustAnchor
from rolevet.document import is_deeper_than
from rolevet.errors import CollectError
from rolevet.inventory import Inventory, Missing
from rolevet.pem import masked, private_keys
from rolevet.policies import IotPolicy, ManagedPolicy
from rolevet.resources import Profile, Resource, Role, RoleAlias
from rolevet.sources.snapshot.fields import Json, encoded
from rolevet.sources.snapshot.strict import MAX_DEPTH
from rolevet.unknown import Unknown

FORMAT: Final = "rolevet-snapshot"
VERSION: Final = 1

LISTED: Final[dict[type[Resource], str]] = {
    RoleAlias: "aliases",
    Profile: "profiles",
    TrustAnchor: "anchors",
    Crl: "crls",
    CertificateSubject: "certificate_subjects",
    IotPolicy: "iot_policies",
}
"""The field of an inventory that holds each kind; a kind that comes later needs one entry."""

LOOKED_UP: Final[dict[type[Resource], tuple[str, str]]] = {
    Role: ("roles", "role"),
    ManagedPolicy: ("managed_policies", "policy"),
    CertificateAuthority: ("authorities", "authority"),
}
"""The kinds of which an inventory knows, by ARN, what AWS said: its field, and what a row calls the
resource."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """`masked` are the ARNs of the resources whose private keys were kept out of `data`."""

    data: bytes
    counts: tuple[tuple[str, int], ...]
    """How many resources of each kind it holds."""
    masked: tuple[str, ...]
    complete: bool


def snapshot_of(inventory: Inventory, version: str) -> Snapshot:
    """`version` is rolevet's own."""
    facts = _facts(inventory)
    body = _body(inventory, facts, version)
    if is_deeper_than(MAX_DEPTH, body):
        raise CollectError(
            f"AWS returned a value that is nested deeper than {MAX_DEPTH} levels",
            hint="use rolevet scan, which can do with it; a snapshot cannot hold it",
        )
    return Snapshot(
        data="".join(_lines({**body, "checksum": checksum(body)})).encode("ascii"),
        counts=tuple(sorted(Counter(fact.KIND for fact in facts).items())),
        masked=tuple(body["masked"]),
        complete=body["complete"],
    )


def packed(data: bytes) -> bytes:
    """With gzip, and without the name and the time that it would note."""
    made = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", fileobj=made, mtime=0) as stream:
        stream.write(data)
    return made.getvalue()


def checksum(body: dict[str, Json]) -> str:
    """Over the canonical form, so that it outlives another indentation."""
    return "sha256:" + hashlib.sha256(_canonical(body).encode("ascii")).hexdigest()


def rfc3339(moment: datetime) -> str:
    """In UTC."""
    return moment.astimezone(UTC).isoformat().removesuffix("+00:00") + "Z"


def _canonical(value: Json) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False)


def _lines(members: dict[str, Json]) -> Iterator[str]:
    """One resource to a line, for whoever compares two snapshots; the checksum comes last."""
    separator = "{\n"
    for name in sorted(members, key=lambda name: (name == "checksum", name)):
        yield f"{separator}{_canonical(name)}:"
        separator = ",\n"
        value = members[name]
        if isinstance(value, list) and value:
            yield "[\n" + ",\n".join(map(_canonical, value)) + "\n]"
        else:
            yield _canonical(value)
    yield "\n}\n"


def _facts(inventory: Inventory) -> tuple[Resource, ...]:
    listed = (fact for name in LISTED.values() for fact in getattr(inventory, name))
    looked_up = (
        fact
        for name, _ in LOOKED_UP.values()
        for fact in getattr(inventory, name).values()
        if isinstance(fact, Resource)
    )
    return *listed, *looked_up


def _body(inventory: Inventory, facts: Iterable[Resource], version: str) -> dict[str, Json]:
    # Keys are masked only here: rules judge what AWS returned, and must see that a key is there.
    listed = (_resource(fact) for fact in facts if type(fact) in LISTED)
    return {
        "format": FORMAT,
        "version": str(VERSION),
        "collector": {"name": "rolevet", "version": version},
        "collected_at": rfc3339(inventory.now),
        "scopes": [_plain(scope) for scope in sorted(inventory.scopes)],
        "resources": sorted(listed, key=lambda row: (row["arn"], row["kind"], _canonical(row))),
        **{
            name: sorted(
                (
                    _answer(masked(arn), fact, word)
                    for arn, fact in getattr(inventory, name).items()
                ),
                key=lambda row: str(row["arn"]),
            )
            for name, word in LOOKED_UP.values()
        },
        "coverage": [_plain(cell) for cell in sorted(inventory.coverage)],
        "complete": all(cell.state.settled for cell in inventory.coverage),
        "masked": sorted({masked(fact.arn) for fact in facts if _holds_key(fact.raw)}),
    }


def _plain(value: object) -> Json:
    return encoded(value, masked)


def _resource(resource: Resource) -> Json:
    return {"kind": resource.KIND, **_plain(resource)}


def _answer(arn: str, fact: Resource | Missing | Unknown, word: str) -> Json:
    if isinstance(fact, Resource):
        return {"arn": arn, "state": "present", word: _resource(fact)}
    if isinstance(fact, Missing):
        return {"arn": arn, "state": "missing", "place": _plain(fact.place)}
    return {"arn": arn, "state": "unknown", **_plain(fact)}


def _holds_key(value: Any) -> bool:
    match value:
        case str():
            return "PRIVATE KEY" in value and any(private_keys(value))
        case bytes():
            return _holds_key(value.decode("latin-1"))
        case dict():
            return any(map(_holds_key, (*value.keys(), *value.values())))
        case list():
            return any(map(_holds_key, value))
    return False
