"""The bytes of a file, never more than a bound, whatever the file claims to be."""

import gzip
import io
import stat
import zlib
from pathlib import Path
from typing import Final

from rolevet.errors import DamagedError, InputError
from rolevet.sources.snapshot.fault import Fault
from rolevet.text import plain

MAX_BYTES: Final = 256 * 1024 * 1024
"""Unpacked; many times what a large account gives. Python's objects take up to 24 times as much."""

_PIECE: Final = 1024 * 1024
_GZIP: Final = b"\x1f\x8b"
_NOT_WHOLE: Final = "it is not whole: copy it again, or collect it again"


def open_file(path: Path) -> io.BufferedReader:
    """Raises InputError for what is no file; a pipe is not opened, because that could wait."""
    name = plain(str(path))
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise InputError(f"{name} is a folder, not a file", hint="name a file")
        if not stat.S_ISREG(mode):
            raise InputError(
                f"{name} is a pipe or a device, not a file", hint="give it as stdin, named -"
            )
        return path.open("rb")
    except (FileNotFoundError, NotADirectoryError):
        raise InputError(f"{name} does not exist", hint="check the name") from None
    except (OSError, ValueError) as error:
        raise unreadable(name, error) from error


def unreadable(name: str, error: Exception) -> DamagedError:
    """What the operating system said."""
    reason = error.strerror if isinstance(error, OSError) else error
    return DamagedError(
        f"{name} cannot be read: {reason or error}", hint="make it readable, or name another file"
    )


def raw_bytes(stream: io.BufferedReader, name: str) -> bytes:
    """All bytes of the stream, packed or not; raises DamagedError."""
    try:
        return bytes(_bounded(stream))
    except Fault as fault:
        raise DamagedError(f"{name} {fault.message}", hint=fault.hint) from fault
    except OSError as error:
        raise unreadable(name, error) from error


def unpacked(stream: io.BufferedReader) -> bytearray:
    """All bytes of the stream, without their gzip; raises Fault where they are too many."""
    if stream.peek(2)[:2] != _GZIP:
        return _bounded(stream)
    try:
        with gzip.GzipFile(fileobj=stream) as inside:
            return _bounded(inside)
    except EOFError:
        raise Fault("is a gzip file that ends too early", _NOT_WHOLE) from None
    except (gzip.BadGzipFile, zlib.error) as error:
        raise Fault(f"is a damaged gzip file: {error}", _NOT_WHOLE) from None


def _bounded(stream: io.BufferedReader | gzip.GzipFile) -> bytearray:
    whole = bytearray()
    while piece := stream.read(_PIECE):
        whole += piece
        if len(whole) > MAX_BYTES:
            size = MAX_BYTES // 1024**2
            raise Fault(f"holds more than {size} MiB", "no snapshot is as large; collect it again")
    return whole
