"""ARNs: what is one, what is none, and that neither takes long to tell."""

import contextlib

import botocore.session
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolevet.arn import (
    PARTITIONS,
    ArnFault,
    BadArn,
    RoleArn,
    is_of_aws,
    parse_arn,
    parse_role,
    partition_of,
    usable_policy,
    usable_role,
)

_NAME = st.text("abcXYZ019_+=,.@-", min_size=1, max_size=64)
_SEGMENT = st.text(
    [chr(code) for code in range(0x21, 0x7F) if chr(code) != "/"], min_size=1, max_size=40
)
_ROLES = st.builds(
    RoleArn,
    partition=st.sampled_from(sorted(PARTITIONS)),
    account=st.from_regex(r"[0-9]{12}", fullmatch=True),
    path=st.lists(_SEGMENT, max_size=8).map(lambda parts: "".join(f"/{p}" for p in parts) + "/"),
    name=_NAME,
)


def test_partitions_are_those_of_the_installed_botocore() -> None:
    assert set(botocore.session.Session().get_available_partitions()) == PARTITIONS


@given(_ROLES)
def test_role_arns_survive_the_round_trip(role: RoleArn) -> None:
    assert parse_role(str(role)) == role
    assert str(parse_arn(str(role))) == str(role)


@given(_ROLES, st.integers(0, 200), st.sampled_from(["\n", "\0", "é", "*", "\u202e", "\x7f"]))
def test_no_foreign_character_passes(role: RoleArn, position: int, character: str) -> None:
    text = str(role)
    inserted = text[: position % (len(text) + 1)] + character + text[position % (len(text) + 1) :]
    if character == "*":
        name = inserted.rpartition("/")[2]
        inserted = inserted.removesuffix(name) + name + "*"
    with pytest.raises(BadArn):
        parse_role(inserted)


@given(st.text(max_size=3000))
def test_any_text_is_an_arn_or_a_bad_one(text: str) -> None:
    with contextlib.suppress(BadArn):
        assert str(parse_arn(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "arn",
        "arn:aws:iam::123456789012",
        "arn:aws:iam::123456789012:",
        "arn:aws::r:123456789012:x",
        "ARN:aws:iam::123456789012:role/x",
        "junk arn:aws:iam::123456789012:role/x",
        "arn:aws:iam::12345678901:role/x",
        "arn:aws:iam::１２３４５６７８９０１２:role/x",
        "arn:aws:iam:eu-west-1:123456789012:role/x",
        "arn:aws:iam::123456789012:role/x\n",
        "arn:aws:iam::123456789012:role/x" + "x" * 2048,
        ":role" * 600,
    ],
)
def test_malformed(text: str) -> None:
    with pytest.raises(BadArn) as caught:
        parse_role(text)
    assert caught.value.fault is ArnFault.MALFORMED


@pytest.mark.parametrize(
    "resource",
    ["role", "rolex", "role/", "role//", "user/x", "role/a b", "role/x y/z", "instance-profile/x"],
)
def test_not_a_role(resource: str) -> None:
    with pytest.raises(BadArn) as caught:
        parse_role(f"arn:aws:iam::123456789012:{resource}")
    assert caught.value.fault is ArnFault.NOT_A_ROLE


def test_a_path_of_512_characters_is_the_longest() -> None:
    path = "/" + "p" * 510 + "/"
    assert parse_role(f"arn:aws:iam::123456789012:role{path}x").path == path
    with pytest.raises(BadArn, match="its path is not a role path"):
        parse_role(f"arn:aws:iam::123456789012:role/p{path}x")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("arn:aws-cn:iam::123456789012:role/x", ArnFault.PARTITION),
        ("arn:aws-x:iam::123456789012:role/x", ArnFault.PARTITION),
        ("arn:aws:iam::210987654321:role/x", ArnFault.CROSS_ACCOUNT),
        ("arn:aws:iam::123456789012:role/aws-service-role/a/x", ArnFault.UNEDITABLE_TRUST),
        ("arn:aws:iam::123456789012:role/aws-reserved/a/x", ArnFault.UNEDITABLE_TRUST),
        ("arn:aws:iam::123456789012:user/x", ArnFault.NOT_A_ROLE),
    ],
)
def test_unusable(text: str, fault: ArnFault) -> None:
    with pytest.raises(BadArn) as caught:
        usable_role(text, partition="aws", account="123456789012", max_length=2048)
    assert caught.value.fault is fault


def test_usable() -> None:
    role = usable_role(
        "arn:aws:iam::123456789012:role/service-role/x",
        partition="aws",
        account="123456789012",
        max_length=2048,
    )
    assert (role.path, role.name) == ("/service-role/", "x")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("P", ArnFault.MALFORMED),
        ("arn:aws:iam:eu-west-1:123456789012:policy/P", ArnFault.MALFORMED),
        ("arn:aws:iam:::policy/P", ArnFault.MALFORMED),
        ("arn:aws-cn:iam::aws:policy/P", ArnFault.PARTITION),
        ("arn:aws:iam::210987654321:policy/P", ArnFault.CROSS_ACCOUNT),
        ("arn:aws:iot::123456789012:policy/P", ArnFault.NOT_A_POLICY),
        ("arn:aws:iam::123456789012:policy", ArnFault.NOT_A_POLICY),
        ("arn:aws:iam::123456789012:policy/", ArnFault.NOT_A_POLICY),
        ("arn:aws:iam::123456789012:policy/P*", ArnFault.NOT_A_POLICY),
        ("arn:aws:iam::123456789012:policy/" + "P" * 129, ArnFault.NOT_A_POLICY),
    ],
)
def test_unusable_policy(text: str, fault: ArnFault) -> None:
    with pytest.raises(BadArn) as caught:
        usable_policy(text, partition="aws", account="123456789012")
    assert caught.value.fault is fault


def test_usable_policy() -> None:
    ours = "arn:aws:iam::123456789012:policy/a/P"
    theirs = "arn:aws:iam::aws:policy/job-function/P"
    found = [usable_policy(arn, partition="aws", account="123456789012") for arn in (ours, theirs)]
    assert [str(arn) for arn in found] == [ours, theirs]
    assert [is_of_aws(arn) for arn in found] == [False, True]


def test_every_region_is_in_the_partition_that_botocore_says() -> None:
    session = botocore.session.Session()
    for partition in session.get_available_partitions():
        for region in session.get_available_regions("ec2", partition):
            assert partition_of(region) == partition
