"""A door beside the API by which subjects come in: in AWS a session leaves them behind.

    POST /moto-api/rolesanywhere/subjects
    {"account": "123456789012", "region": "eu-west-1", "x509Subject": "CN=…", "credential": {…}}

The credential's members are those of the model's CredentialSummary.
"""

import json
from importlib import import_module
from typing import Any

from botocore import xform_name
from moto.moto_api._internal.urls import url_paths


def install() -> None:
    """Adds the door to those that moto has for tests."""
    url_paths["{0}/moto-api/rolesanywhere/subjects"] = _record  # type: ignore[assignment]


def _record(request: Any, *_: object) -> tuple[int, dict[str, str], str]:
    given = json.loads(request.get_data())
    backends = import_module("moto.rolesanywhere").rolesanywhere_backends
    backend = backends[given["account"]][given["region"]]
    credential = {xform_name(name): value for name, value in given["credential"].items()}
    subject = backend.record_subject(given["x509Subject"], **credential)
    return 200, {}, json.dumps({"subjectArn": subject.arn})
