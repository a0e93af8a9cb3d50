"""How moto is extended."""

import importlib
import inspect
import subprocess
import sys
from collections.abc import Iterator

import boto3
import botocore.session
import pytest
from botocore import xform_name

from rolevet.simulate import install


@pytest.fixture(autouse=True)
def _usual_page_size() -> Iterator[None]:
    yield
    install()


def in_a_new_process(code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], check=True, text=True, capture_output=True
    )
    return done.stdout.strip()


def test_the_package_costs_nothing_until_it_is_used() -> None:
    names = "{name.partition('.')[0] for name in sys.modules}"
    code = f"import sys, rolevet.simulate; print({names} & {{'moto', 'boto3', 'flask'}})"
    assert in_a_new_process(code) == "set()"


def test_it_can_be_installed_twice() -> None:
    install()
    install()
    import moto
    from moto.backend_index import backend_url_patterns

    assert [name for name, _ in backend_url_patterns].count("rolesanywhere") == 1
    assert sum("simulate" in str(path) for path in moto.__path__) == 1


def test_it_steps_aside_for_moto_s_own(tmp_path_factory: pytest.TempPathFactory) -> None:
    tree = tmp_path_factory.mktemp("future")
    (tree / "rolesanywhere").mkdir()
    (tree / "rolesanywhere" / "__init__.py").write_text("")
    code = f"""
import moto
moto.__path__.append({str(tree)!r})
from rolevet.simulate import install
install()
from moto.backend_index import backend_url_patterns
print([name for name, _ in backend_url_patterns].count("rolesanywhere"))
import moto.rolesanywhere
print(moto.rolesanywhere.__file__.startswith({str(tree)!r}))
"""
    assert in_a_new_process(code) == "0\nTrue"


@pytest.mark.parametrize("page_size", [0, -1])
def test_a_page_holds_at_least_one_row(page_size: int) -> None:
    with pytest.raises(ValueError, match="at least one row"):
        install(page_size)


def test_the_page_size_can_be_changed() -> None:
    install(page_size=1)
    from moto import mock_aws

    with mock_aws():
        client = boto3.client(
            "rolesanywhere",
            region_name="eu-west-1",
            aws_access_key_id="testing",
            aws_secret_access_key="testing",
        )
        for _ in range(2):
            client.create_profile(name="n", roleArns=[])
        assert len(client.list_profiles(pageSize=50)["profiles"]) == 1
        install(page_size=2)
        assert len(client.list_profiles()["profiles"]) == 2


def test_every_operation_of_the_model_is_served_and_checked() -> None:
    install()
    response = importlib.import_module("moto.rolesanywhere.responses").RolesAnywhereResponse
    model = botocore.session.Session().get_service_model("rolesanywhere")
    served = {
        name
        for name, method in inspect.getmembers(response, inspect.isfunction)
        if hasattr(method, "__wrapped__") and not hasattr(response.__base__, name)
    }
    assert served == {xform_name(name) for name in model.operation_names}
