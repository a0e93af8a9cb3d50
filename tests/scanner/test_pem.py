"""Private keys in texts, and what stands there instead of them."""

import hashlib
import json
from time import perf_counter

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from hypothesis import given
from hypothesis import strategies as st

from rolevet.pem import masked, private_keys
from rolevet.simulate.company import _ca_certificate

MARK = (
    "-----BEGIN {0} (masked)----- -----END {0} (masked)----- (a private key stood here; sha256:{1})"
)


def block(label: str = "PRIVATE KEY", body: str = "c2VjcmV0", line: str = "\n") -> str:
    return f"-----BEGIN {label}-----{line}{body}{line}-----END {label}-----"


@pytest.mark.parametrize(
    "text",
    ["", "a PRIVATE KEY is meant", block("CERTIFICATE"), block("PUBLIC KEY"), block("X" * 99)],
)
def test_what_is_no_private_key_is_let_be(text: str) -> None:
    assert (masked(text), list(private_keys(text))) == (text, [])


@pytest.mark.parametrize("line", ["\n", "\r\n", "\\n", ""])
@pytest.mark.parametrize(
    "label",
    [
        *("PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY", "DSA PRIVATE KEY"),
        *("ENCRYPTED PRIVATE KEY", "OPENSSH PRIVATE KEY", "PGP PRIVATE KEY BLOCK"),
    ],
)
def test_a_key_leaves_a_mark(label: str, line: str) -> None:
    text = block(label, line=line)
    digest = hashlib.sha256(text.encode()).hexdigest()[:16]
    assert masked(f"a{text}z") == f"a{MARK.format(label, digest)}z"


def test_a_key_that_never_ends_goes_on_to_the_next_block() -> None:
    text = f"-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n{block('CERTIFICATE', 'cHVibGlj')}"
    digest = hashlib.sha256(b"-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n").hexdigest()[:16]
    assert masked(text) == (
        f"-----BEGIN PRIVATE KEY (masked)----- (a private key stood here; sha256:{digest})"
        + block("CERTIFICATE", "cHVibGlj")
    )


def test_a_rule_sees_the_same_keys_in_the_text_and_in_what_is_left() -> None:
    text = f"a{block()}b{block('RSA PRIVATE KEY')}-----BEGIN EC PRIVATE KEY-----{block()}"
    live = [(key.label, key.digest, key.closed) for key in private_keys(text)]
    assert [label for label, *_ in live] == [
        "PRIVATE KEY",
        "RSA PRIVATE KEY",
        "EC PRIVATE KEY",
        "PRIVATE KEY",
    ]
    assert [(key.label, key.digest, key.closed) for key in private_keys(masked(text))] == live


def test_certificates_beside_a_key_are_still_found() -> None:
    key = ec.generate_private_key(ec.SECP256R1()).private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )
    certificate = _ca_certificate()
    for text in (f"{key.decode()}{certificate}", f"{certificate}{key.decode()}{certificate}"):
        live = x509.load_pem_x509_certificates(text.encode())
        assert x509.load_pem_x509_certificates(masked(text).encode()) == live


def test_a_document_around_a_key_can_still_be_read() -> None:
    document = json.dumps({"Sid": block(), "Effect": "Allow"})
    assert json.loads(masked(document))["Effect"] == "Allow"
    assert "c2VjcmV0" not in masked(document)


PIECES = st.sampled_from(
    [
        "-----BEGIN PRIVATE KEY-----",
        "-----END PRIVATE KEY-----",
        "-----BEGIN RSA PRIVATE KEY (masked)-----",
        "-----END RSA PRIVATE KEY (masked)-----",
        " (a private key stood here; sha256:0123456789abcdef)",
        "-----BEGIN CERTIFICATE-----",
        "c2VjcmV0",
        "\n",
        "\ud800",
        "----",
        " ",
    ]
)


@given(st.lists(PIECES).map("".join))
def test_masking_twice_is_masking_once(text: str) -> None:
    once = masked(text)
    assert masked(once) == once
    assert all(key.masked for key in private_keys(once))


def test_hostile_texts_cost_no_more_than_their_length() -> None:
    start = perf_counter()
    for piece in (
        "-----BEGIN PRIVATE KEY-----",
        "-----BEGIN A ",
        "A " * 20,
        "-----",
        "PRIVATE KEY",
    ):
        masked(piece * (1_000_000 // len(piece)) + "PRIVATE KEY")
    assert perf_counter() - start < 20
