"""A clock for tests that does not depend on the machine."""

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any


def steps(question: Callable[[], Any]) -> int:
    """How many functions are called, Python's own among them, to answer a question."""
    count = 0

    def count_calls(frame: FrameType, event: str, argument: Any) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count_calls)
    try:
        question()
    finally:
        sys.setprofile(before)
    return count
