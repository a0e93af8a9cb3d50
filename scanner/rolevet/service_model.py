"""What AWS's services take, as the models say that botocore brings; its code is not imported."""

import gzip
import json
from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from rolevet.errors import InputError
from rolevet.shapes import Shape

_FILE: Final = "service-2.json.gz"


@cache
def input_of(service: str, operation: str) -> Shape:
    """What an operation takes; raises InputError where the installed botocore does not say."""
    try:
        model = _model(service)
        row = model["operations"][operation]["input"]
        return Shape(model["shapes"][row["shape"]], model["shapes"])
    except (KeyError, OSError, ValueError):
        raise InputError(
            f"the installed botocore does not say what {service}:{operation} takes",
            hint="install it again: pip install --force-reinstall botocore",
        ) from None


@cache
def _model(service: str) -> Mapping[str, Any]:
    """Of the latest version of the API."""
    spec = find_spec("botocore")
    folders = spec.submodule_search_locations if spec else None
    found = [
        path
        for folder in folders or ()
        for path in sorted((Path(folder) / "data" / service).glob(f"*/{_FILE}"))
    ]
    if not found:
        raise FileNotFoundError(service)
    model: Mapping[str, Any] = json.loads(gzip.decompress(found[-1].read_bytes()))
    return model
