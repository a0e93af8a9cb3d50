"""Buckets and patience, on a clock that a test can read."""

import threading

import pytest
from botocore.credentials import Credentials
from botocore.exceptions import ClientError, EndpointConnectionError, ReadTimeoutError, SSLError
from scanner.aws.conftest import Hurried

from rolevet.coverage import CellState, Effort
from rolevet.sources.aws.calls import Caller, CallFailed, Patience
from rolevet.sources.aws.meter import Meter
from rolevet.sources.aws.rate import Bucket, Buckets, SystemClock


def refused(code: str, status: int = 400) -> ClientError:
    return ClientError(
        {"Error": {"Code": code, "Message": "no"}, "ResponseMetadata": {"HTTPStatusCode": status}},  # type: ignore[typeddict-item]
        "ListThings",
    )


class Client:
    """Answers with what it was given, one after the other, and with the last for ever."""

    def __init__(self, *answers: object) -> None:
        self.answers = list(answers)
        self.asked = 0

    def list_things(self, **_: object) -> object:
        self.asked += 1
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer


def caller(client: Client, *, rate: float = 1000, **patience: float) -> Caller:
    clock = Hurried()
    return Caller(
        action="test:ListThings",
        client=client,  # type: ignore[arg-type]
        credentials=Credentials("x", "x"),
        bucket=Bucket(rate, clock),
        clock=clock,
        patience=Patience(**patience),  # type: ignore[arg-type]
        meter=Meter(),
        until=clock.now() + patience.get("cell", 3600),
    )


def spent(rate: float, requests: int) -> float:
    """The seconds that so many requests one after the other have to wait."""
    clock = Hurried()
    bucket = Bucket(rate, clock)
    for _ in range(requests):
        clock.sleep(bucket.take())
    return clock.now()


@pytest.mark.parametrize(
    ("rate", "requests", "seconds"),
    [(1, 1, 0), (1, 2, 1), (1, 11, 10), (10, 10, 0), (10, 11, 0.1), (10, 110, 10), (0.5, 2, 2)],
)
def test_a_bucket_holds_one_second(rate: float, requests: int, seconds: float) -> None:
    assert spent(rate, requests) == pytest.approx(seconds)


def test_a_bucket_that_rested_is_full_and_no_more() -> None:
    clock = Hurried()
    bucket = Bucket(10, clock)
    clock.sleep(3600)
    waits = [bucket.take() for _ in range(11)]
    assert waits[:10] == [0.0] * 10
    assert waits[10] == pytest.approx(0.1)


def test_many_threads_get_no_more_than_one() -> None:
    clock = Hurried()
    bucket = Bucket(10, clock)
    waits: list[float] = []
    threads = [threading.Thread(target=lambda: waits.append(bucket.take())) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(waits)[:10] == [0.0] * 10
    assert max(waits) == pytest.approx(4.0)


def test_throttling_narrows_and_answers_widen() -> None:
    bucket = Bucket(10, Hurried())
    bucket.throttled()
    assert bucket.rate == pytest.approx(7)
    assert bucket.take() > 0, "the burst is over"
    for _ in range(20):
        bucket.throttled()
    assert bucket.rate == pytest.approx(0.5), "it never stops altogether"
    for _ in range(100):
        bucket.answered()
    assert bucket.rate == pytest.approx(10), "and never passes the limit"


def test_regions_and_families_have_buckets_of_their_own() -> None:
    buckets = Buckets(Hurried())
    one = buckets.of("r", "rolesanywhere:ListProfiles")
    assert buckets.of("r", "rolesanywhere:ListProfiles") is one
    assert buckets.of("s", "rolesanywhere:ListProfiles") is not one
    assert buckets.of("r", "rolesanywhere:ListTrustAnchors") is not one
    assert buckets.of("g", "iam:GetRole") is buckets.of("g", "iam:ListRoles")
    assert one.rate == pytest.approx(0.98)
    assert buckets.of("r", "iot:DescribeRoleAlias").rate == pytest.approx(9.8)
    subjects = buckets.of("r", "rolesanywhere:GetSubject")
    assert subjects is buckets.of("r", "rolesanywhere:ListSubjects")
    for action in ("ListCrls", "ListSubjects", "ListTagsForResource", "ListTrustAnchors"):
        assert buckets.of("r", f"rolesanywhere:{action}").rate == pytest.approx(0.98)
    for action in ("ListPolicies", "GetPolicy", "ListTargetsForPolicy", "ListTagsForResource"):
        assert buckets.of("r", f"iot:{action}").rate == pytest.approx(9.8)
    assert buckets.of("r", "acm-pca:DescribeCertificateAuthority").rate == pytest.approx(19.6)


def test_the_clock_of_the_machine_goes_on() -> None:
    clock = SystemClock()
    begun = clock.now()
    clock.sleep(0.01)
    assert clock.now() - begun >= 0.01


@pytest.mark.parametrize(
    "passing",
    [
        refused("ThrottlingException"),
        refused("Whatever", 429),
        refused("InternalFailure", 500),
        EndpointConnectionError(endpoint_url="x"),
        ReadTimeoutError(endpoint_url="x"),
        ValueError("half a body"),
    ],
)
def test_what_may_pass_is_tried_again(passing: Exception) -> None:
    client = Client(passing, passing, {"things": [1]})
    answer = caller(client).ask("list_things")
    throttled = 2 if isinstance(passing, ClientError) and "500" not in str(vars(passing)) else 0
    assert (answer.body, answer.effort.calls, answer.effort.retries) == ({"things": [1]}, 3, 2)
    assert answer.effort.throttled == throttled
    assert answer.effort.waited > 0


@pytest.mark.parametrize(
    ("lasting", "state"),
    [
        (refused("AccessDeniedException", 403), CellState.DENIED),
        (refused("ValidationException"), CellState.FAILED),
        (SSLError(endpoint_url="x", error=ValueError("y")), CellState.FAILED),
    ],
)
def test_what_will_not_pass_is_not_tried_again(lasting: Exception, state: CellState) -> None:
    client = Client(lasting)
    with pytest.raises(CallFailed) as caught:
        caller(client).ask("list_things")
    assert (client.asked, caught.value.fault.state) == (1, state)
    assert caught.value.__cause__ is lasting


def test_patience_ends_with_the_attempts() -> None:
    client = Client(refused("ThrottlingException"))
    with pytest.raises(CallFailed) as caught:
        caller(client, attempts=5).ask("list_things")
    assert client.asked == 5
    assert caught.value.fault.state is CellState.THROTTLED
    assert caught.value.effort.throttled == 5
    assert caught.value.effort.retries == 4


@pytest.mark.parametrize("bound", ["call", "cell"])
def test_patience_ends_with_the_time(bound: str) -> None:
    client = Client(refused("InternalFailure", 500))
    slow = caller(client, attempts=1000, **{bound: 5.0})
    with pytest.raises(CallFailed):
        slow.ask("list_things")
    assert slow.clock.now() <= 5
    assert 1 < client.asked < 1000


def test_waiting_for_our_own_turn_is_not_held_against_a_call() -> None:
    client = Client(refused("ThrottlingException"), {"things": []})
    queued = caller(client, rate=1, call=20.0)
    for _ in range(60):
        queued.bucket.take()
    assert queued.ask("list_things").body == {"things": []}
    assert queued.clock.now() > 60


def test_efforts_add_up() -> None:
    assert Effort(1, 2, 3, 0.5) + Effort(1, 1, 1, 0.25) == Effort(2, 3, 4, 0.75)


def test_a_cell_whose_time_is_over_asks_no_more() -> None:
    client = Client({"things": []})
    late = caller(client, cell=5.0)
    late.clock.sleep(6)
    with pytest.raises(CallFailed, match="OutOfTime"):
        late.ask("list_things")
    assert client.asked == 0
