"""The simulated AWS as a program."""

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from scanner.simulate.conftest import World

from rolevet.simulate import __main__ as program_module

Program = Callable[..., subprocess.Popen[str]]
Client = Callable[..., Any]


def line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline()


def port_of(address: str) -> int:
    return int(address.strip().rpartition(":")[2])


def answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(5)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def test_the_address_is_all_it_says(program: Program) -> None:
    process = program()
    address = line(process)
    assert address == f"http://127.0.0.1:{port_of(address)}\n"
    assert answers(port_of(address))
    process.terminate()
    assert process.communicate(timeout=10) == ("", "")
    assert process.returncode == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_in_peace(program: Program, number: signal.Signals) -> None:
    process = program("--port", "0")
    assert line(process)
    process.send_signal(number)
    assert process.communicate(timeout=10) == ("", "")
    assert process.returncode == 0


def test_requests_are_not_told(world_of: Client, program: Program) -> None:
    process = program()
    world = world_of(line(process).strip())
    world.client("rolesanywhere").list_profiles()
    world.client("iam").list_users()
    process.terminate()
    assert process.communicate(timeout=10) == ("", "")


def test_what_moto_prints_goes_to_standard_error(program: Program) -> None:
    process = program()
    scope = "Credential=testing/20260101/eu-west-1/nonesuch/aws4_request"
    headers = {"Authorization": f"AWS4-HMAC-SHA256 {scope}, SignedHeaders=host, Signature=0"}
    with pytest.raises(HTTPError) as caught:
        urlopen(Request(line(process).strip(), headers=headers), timeout=10)
    caught.value.close()
    process.terminate()
    out, err = process.communicate(timeout=10)
    assert out == ""
    assert "Unable to find appropriate backend" in err


def test_moto_s_own_services_are_there(over_http: World) -> None:
    assert over_http.client("sts").get_caller_identity()["Account"] == "123456789012"
    assert over_http.client("iam").list_roles()["Roles"] == []
    assert over_http.client("organizations").create_organization(FeatureSet="ALL")["Organization"]
    regions = over_http.client("ec2").describe_regions()["Regions"]
    assert "eu-west-1" in {region["RegionName"] for region in regions}


def test_small_replies_do_not_wait(over_http: World) -> None:
    service = over_http.client("rolesanywhere")
    service.list_profiles()
    times = []
    for _ in range(20):
        before = time.perf_counter()
        service.list_profiles()
        times.append(time.perf_counter() - before)
    assert min(times) < 0.04


def test_the_page_size_bounds_every_listing(world_of: Client, program: Program) -> None:
    world = world_of(line(program("--page-size", "2")).strip())
    rolesanywhere, iot = world.client("rolesanywhere"), world.client("iot")
    for name in "abc":
        rolesanywhere.create_profile(name=name, roleArns=[])
        iot.create_role_alias(roleAlias=name, roleArn="arn:aws:iam::123456789012:role/r")
    for asked in ({}, {"pageSize": 50}):
        assert len(rolesanywhere.list_profiles(**asked)["profiles"]) == 2
        assert len(iot.list_role_aliases(**asked)["roleAliases"]) == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ["--page-size", "0"],
        ["--page-size", "-1"],
        ["--page-size", "many"],
        ["--page-size", "\u00b2"],
        ["--port", "65536"],
        ["--port", "-1"],
        ["--verbose"],
        ["--company", "eu-west-1", "--organization"],
    ],
)
def test_what_it_cannot_be_told(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        program_module.main(arguments)
    assert caught.value.code == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("usage: python -m rolevet.simulate")


def test_a_port_in_use(program: Program) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        process = program("--port", str(port))
        out, err = process.communicate(timeout=10)
    assert (out, process.returncode) == ("", 2)
    assert err.startswith(
        f"rolevet.simulate: cannot listen on 127.0.0.1:{port}: Address already in"
    )
    assert err.count("\n") == 1


def test_an_address_that_is_not_here(program: Program) -> None:
    process = program("--host", "192.0.2.1")
    out, err = process.communicate(timeout=10)
    assert (out, process.returncode) == ("", 2)
    assert err.startswith("rolevet.simulate: cannot listen on 192.0.2.1:0: ")
    assert err.count("\n") == 1


def test_it_ends_with_its_standard_input(program: Program) -> None:
    process = program("--while-stdin-open")
    assert line(process)
    assert process.stdin is not None
    process.stdin.write("anything but an end\n")
    process.stdin.flush()
    time.sleep(0.6)
    assert process.poll() is None
    assert process.communicate(timeout=10) == ("", "")
    assert process.returncode == 0


def test_a_signal_ends_it_while_it_waits_for_input(program: Program) -> None:
    process = program("--while-stdin-open")
    assert line(process)
    process.terminate()
    assert process.wait(timeout=10) == 0


EARLY = """
import os, signal, threading
from rolevet.simulate import __main__ as program
start = threading.Thread.start
def interrupted(thread):
    start(thread)
    os.kill(os.getpid(), signal.SIGTERM)
threading.Thread.start = interrupted
raise SystemExit(program.main([]))
"""


def test_a_signal_ends_it_while_it_begins_to_serve() -> None:
    done = subprocess.run(
        [sys.executable, "-c", EARLY], timeout=20, check=False, capture_output=True, text=True
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


PARENT = """
import subprocess, sys, time
command = [sys.executable, "-m", "rolevet.simulate", "--while-stdin-open"]
subprocess.Popen(command, stdin=subprocess.PIPE)
time.sleep(60)
"""


def test_it_dies_with_a_parent_that_was_killed() -> None:
    parent = subprocess.Popen([sys.executable, "-c", PARENT], text=True, stdout=subprocess.PIPE)
    with parent:
        address = line(parent)
        assert answers(port_of(address))
        parent.kill()
    for _ in range(100):
        if not answers(port_of(address)):
            break
        time.sleep(0.05)
    assert not answers(port_of(address))
