"""An inventory as canonical JSON, version 1, and back; its JSON Schema stands beside this module.

Fields are added to version 1, never renamed or removed.
"""

from rolevet.sources.snapshot.fault import UPDATE, Fault, foreign
from rolevet.sources.snapshot.fields import exactly, list_of, object_of
from rolevet.sources.snapshot.files import open_file, raw_bytes
from rolevet.sources.snapshot.reading import load, read
from rolevet.sources.snapshot.strict import parse
from rolevet.sources.snapshot.writing import LISTED, Snapshot, packed, snapshot_of

__all__ = [
    "LISTED",
    "UPDATE",
    "Fault",
    "Snapshot",
    "exactly",
    "foreign",
    "list_of",
    "load",
    "object_of",
    "open_file",
    "packed",
    "parse",
    "raw_bytes",
    "read",
    "snapshot_of",
]
