"""What is dear, done once in a process that runs tests: they open sessions by the hundred."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest


@pytest.fixture(scope="session", autouse=True)
def _botocore_reads_once() -> Iterator[None]:
    """Each session parses megabytes of JSON and lists hundreds of folders, always the same.

    botocore fills in defaults where it has parsed them, as in one session that lives long.
    """
    from botocore.loaders import JSONFileLoader, Loader

    found: dict[tuple[str, ...], list[str]] = {}
    list_services = Loader.list_available_services

    def services(loader: Loader, type_name: str) -> list[str]:
        key = (*loader.search_paths, type_name)
        if key not in found:
            found[key] = list_services(loader, type_name)
        return found[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(JSONFileLoader, "load_file", staticmethod(cache(JSONFileLoader().load_file)))
        patch.setattr(Loader, "list_available_services", services)
        yield


@pytest.fixture(scope="session", autouse=True)
def _one_authority(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The first of the public CAs does where nobody speaks TLS; each run would load them all."""
    import certifi

    end = "-----END CERTIFICATE-----\n"
    first = tmp_path_factory.mktemp("ca") / "first.pem"
    first.write_text(Path(certifi.where()).read_text().partition(end)[0] + end)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("REQUESTS_CA_BUNDLE", str(first))
        yield
