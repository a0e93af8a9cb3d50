"""Snapshots that are damaged, hostile, from elsewhere or from later, and what is said of each."""

import io
import json
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scanner.test_snapshot import everything, of
from world import role_arn

from rolevet.errors import DamagedError, ExitCode, InputError
from rolevet.sources.snapshot import files as bounded
from rolevet.sources.snapshot import load, packed, read, snapshot_of
from rolevet.sources.snapshot.writing import checksum


def plain_body() -> Any:
    body = json.loads(snapshot_of(everything(), "1").data)
    del body["checksum"]
    return body


def sealed(body: Any) -> bytes:
    """With the checksum that belongs to it: damage that only a person can do."""
    return json.dumps({**body, "checksum": checksum(body)}, indent=1).encode()


def changed(*path: str | int, to: object) -> bytes:
    body = plain_body()
    where = body
    for step in path[:-1]:
        where = where[step]
    if to is ...:
        del where[path[-1]]
    else:
        where[path[-1]] = to
    return sealed(body)


UPDATE = "update rolevet: pip install --upgrade rolevet"
AGAIN = "collect it again: rolevet collect -o FILE"
WHOLE = "it is not whole: copy it again, or collect it again"
WRITTEN = "a snapshot is written by: rolevet collect -o FILE"
NAMED = "name a snapshot, as written by: rolevet collect -o FILE"
EDITED = "rolevet never writes this; collect it again: rolevet collect -o FILE"
DATA = snapshot_of(everything(), "1").data


def test_fields_that_are_not_known_are_let_be() -> None:
    body = plain_body()
    body["later"] = {"x": 1}
    body["resources"][0]["later"] = 1
    body["coverage"][0]["later"] = [1]
    assert of(sealed(body)) == of(DATA)


@pytest.mark.parametrize(
    ("path", "to", "says", "hint"),
    [
        (["version"], "2", "is a snapshot of version 2; this rolevet reads up to 1", UPDATE),
        (["version"], "9" * 5000, f"is a snapshot of version {'9' * 9}; this", UPDATE),
        (["version"], 1, "has no version that a snapshot can have", AGAIN),
        (["version"], "0", "has no version that a snapshot can have", AGAIN),
        (["version"], "²", "has no version that a snapshot can have", AGAIN),
        (["version"], ..., "has no version that a snapshot can have", AGAIN),
        (["collected_at"], "2026-06-01", "says in collected_at no moment of the form", AGAIN),
        (["collected_at"], "2026-06-01T00:00:00+02:00", "says in collected_at no moment", AGAIN),
        (["collected_at"], "2026-06-01T00:00:00", "says in collected_at no moment", AGAIN),
        (["collected_at"], "today", "says in collected_at no moment", AGAIN),
        (["collected_at"], 5, "collected_at is not a text", AGAIN),
        (["resources"], ..., "resources is not a list", AGAIN),
        (["resources"], {}, "resources is not a list", AGAIN),
        (["resources", 1], [], "resources[1] is not an object", AGAIN),
        (
            ["resources", 1, "kind"],
            "widget",
            "resources[1].kind is 'widget', which this rolevet does not know",
            UPDATE,
        ),
        (["resources", 1, "kind"], ["crl"], "resources[1].kind is not a text", AGAIN),
        (["resources", 1, "kind"], "x\x1b[31m\n", r"is 'x\x1b[31m\n', which", UPDATE),
        (["resources", 1, "arn"], ..., "resources[1] has no field 'arn'", AGAIN),
        (["resources", 1, "arn"], None, "resources[1].arn is not a text", AGAIN),
        (["resources", 1, "raw"], "x", "resources[1].raw is not an object", AGAIN),
        (
            ["resources", 1, "raw", "x"],
            {"$base64": "%"},
            "resources[1].raw.x is not base64",
            AGAIN,
        ),
        (["resources", 1, "raw", "x"], {"$base64": 1}, "resources[1].raw.x is not a text", AGAIN),
        (
            ["resources", 1, "raw", "x"],
            {"$time": "1"},
            "resources[1].raw.x has the key '$time', which this rolevet does not know",
            UPDATE,
        ),
        (["resources", 1, "place"], {}, "resources[1].place lacks fields", AGAIN),
        (["resources", 1, "place"], 1, "resources[1].place is not an object", AGAIN),
        (["resources", 1, "unknown"], [], "resources[1].unknown is not an object", AGAIN),
        (
            ["resources", 1, "unknown"],
            {"a": {"reason": "b", "doubt": "c"}},
            "resources[1].unknown.a.doubt is 'c', which this rolevet does not know",
            UPDATE,
        ),
        (
            ["coverage", 0, "state"],
            "guessed",
            "coverage[0].state is 'guessed', which this rolevet does not know",
            UPDATE,
        ),
        (["coverage", 0, "items"], True, "coverage[0].items is not a whole number", AGAIN),
        (["coverage", 0, "items"], 1.0, "coverage[0].items is not a whole number", AGAIN),
        (["scopes", 0, "regions"], [1], "scopes[0].regions[0] is not a text", AGAIN),
        (["scopes", 0, "regions"], "x", "scopes[0].regions is not a list", AGAIN),
        (["roles", 0, "state"], "?", "roles[0].state is '?', which this rolevet", UPDATE),
        (["roles", 0, "role"], ..., "roles[0].role is not an object", AGAIN),
        (["roles", 1, "place"], ..., "roles[1] has no field 'place'", AGAIN),
        (["roles", 2, "reason"], ..., "roles[2] has no field 'reason'", AGAIN),
        (["roles", 1, "arn"], role_arn(), f"roles[1] is a second answer for {role_arn()}", AGAIN),
    ],
)
def test_a_snapshot_that_is_none_inside(path: Any, to: object, says: str, hint: str) -> None:
    with pytest.raises(DamagedError) as caught:
        of(changed(*path, to=to))
    assert caught.value.message.startswith("s.json ")
    assert says in caught.value.message
    assert (caught.value.hint, caught.value.exit_code) == (hint, ExitCode.INCOMPLETE)


def test_fields_with_a_default_may_be_absent() -> None:
    """So that one can be added without making older snapshots unreadable."""
    assert of(changed("coverage", 0, "message", to=...)) == of(DATA)


@pytest.mark.parametrize("to", [[], None, {"format": "x"}, "rolevet-snapshot", {"Resources": {}}])
def test_json_that_is_no_snapshot(to: object) -> None:
    with pytest.raises(InputError) as caught:
        of(json.dumps(to).encode())
    assert caught.value.message == "s.json is not a rolevet snapshot"
    assert (caught.value.hint, caught.value.exit_code) == (WRITTEN, ExitCode.USAGE)


@pytest.mark.parametrize(
    ("data", "says", "hint"),
    [
        (b"", "is empty", WHOLE),
        (b" \n", "is empty", WHOLE),
        (b"# rolevet", "is not JSON: line 1, column 1: Expecting value", NAMED),
        (b'{\n "a": 1,\n b', "is not JSON: line 3, column 2: Expecting property name", NAMED),
        (b'{\n "a":', "ends too early: line 2, column 6: Expecting value", WHOLE),
        (b'{"a": "b', "ends too early: line 1, column 7: Unterminated string", WHOLE),
        (DATA[:-40], "ends too early: line ", WHOLE),
        (DATA + b"{}", "is not JSON: line ", NAMED),
        (b"\xff\xfe{", "is not UTF-8 text: byte 1", NAMED),
        (b'{"a": 1,\n "b": {"c": 1, "c": 2}}', 'line 2, column 16: the key "c" stands', EDITED),
        (b'[{"a": ["a", "a"]}, {"a": 1, "\\u0061": 2}]', "line 1, column 30: the key", EDITED),
        (b'{"NaN": NaN}', "is refused: line 1, column 9: NaN is no JSON number", EDITED),
        (b'{"a": [1,\n-Infinity]}', "line 2, column 1: -Infinity is no JSON number", EDITED),
        (b'[0, -1.5, true, null, "1e999", 1e999]', "line 1, column 32: 1e999 is no", EDITED),
        (b'{"a": ' + b"1" * 5000 + b"}", "holds a number with too many digits", EDITED),
        (b"[" * 201 + b"]" * 201, "is nested deeper than 200 levels", EDITED),
        (b'{"a":' * 201 + b"1" + b"}" * 201, "is nested deeper than 200 levels", EDITED),
        (b"[" * 1_000_000, "is nested deeper than 200 levels", EDITED),
        (DATA.replace(b"3600", b"3601"), "was changed after it was written: its check", AGAIN),
        (DATA.replace(b'"checksum"', b'"chequesum"'), "was changed after it was written", AGAIN),
        (packed(DATA)[:-9], "is a gzip file that ends too early", WHOLE),
        (
            packed(DATA)[:100] + bytes([packed(DATA)[100] ^ 255]) + packed(DATA)[101:],
            "is a damaged gzip file: ",
            WHOLE,
        ),
        (packed(DATA) + b"rest", "is a damaged gzip file: ", WHOLE),
        (b"\x1f\x8b", "is a gzip file that ends too early", WHOLE),
    ],
)
def test_bytes_that_are_no_snapshot(data: bytes, says: str, hint: str) -> None:
    with pytest.raises(DamagedError) as caught:
        of(data)
    assert caught.value.message.startswith("s.json ")
    assert says in caught.value.message
    assert (caught.value.hint, caught.value.exit_code) == (hint, ExitCode.INCOMPLETE)


@given(st.binary() | st.tuples(st.integers(0, len(DATA)), st.binary(max_size=3)))
def test_no_bytes_are_a_bug(noise: bytes | tuple[int, bytes]) -> None:
    data = noise if isinstance(noise, bytes) else DATA[: noise[0]] + noise[1] + DATA[noise[0] + 1 :]
    with suppress(InputError):
        of(data)


def test_another_indentation_is_no_damage() -> None:
    assert of(json.dumps(json.loads(DATA), indent=8).encode()) == of(DATA)


@pytest.mark.parametrize("pack", [bytes, packed])
def test_no_file_may_fill_the_memory(
    pack: Callable[[bytes], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounded, "MAX_BYTES", 2 * 1024**2)
    with pytest.raises(DamagedError, match=r"^s\.json holds more than 2 MiB$"):
        of(pack(b" " * 4 * 1024**2))


def refused(path: Path) -> tuple[str, str, int]:
    with pytest.raises(InputError) as caught:
        load(path)
    return caught.value.message, caught.value.hint, caught.value.exit_code


def test_paths_that_are_no_files(tmp_path: Path) -> None:
    pipe, file = tmp_path / "pipe", tmp_path / "file"
    os.mkfifo(pipe)
    file.touch()
    check_name = "check the name"
    assert refused(tmp_path / "x") == (f"{tmp_path}/x does not exist", check_name, 2)
    assert refused(file / "x") == (f"{file}/x does not exist", check_name, 2)
    assert refused(tmp_path) == (
        f"{tmp_path} is a folder, not a file",
        "name a file",
        2,
    )
    for device in (pipe, Path("/dev/zero")):
        assert refused(device) == (
            f"{device} is a pipe or a device, not a file",
            "give it as stdin, named -",
            2,
        )
    assert refused(tmp_path / "\0")[0].endswith(r"/\x00 cannot be read: embedded null byte")
    assert refused(tmp_path / ("x" * 300))[0].endswith("cannot be read: File name too long")


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(*_: object) -> None:
        raise PermissionError(13, "Permission denied")  # root may read anything

    path = tmp_path / "s.json"
    path.touch()
    monkeypatch.setattr(Path, "open", denied)
    assert refused(path) == (
        f"{path} cannot be read: Permission denied",
        "make it readable, or name another file",
        3,
    )


def test_a_disk_that_fails_midway() -> None:
    class Failing(io.RawIOBase):
        def readable(self) -> bool:
            return True

        def readinto(self, _: object) -> int:
            raise OSError(5, "Input/output error")

    with pytest.raises(DamagedError, match=r"^disk cannot be read: Input/output error$"):
        read(io.BufferedReader(Failing()), "disk")
