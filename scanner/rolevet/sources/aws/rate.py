"""How fast AWS may be asked: a token bucket for each account, Region and family of APIs.

The buckets start from the documented limits, narrow when AWS throttles and recover when it answers.
More threads without them are faster only because they lose more.
"""

import threading
import time
from typing import Final, Protocol

# Requests per second. Roles Anywhere counts a family of operations together, IoT each operation;
# that IoT takes ten a second of every operation used here is read of the role aliases' and assumed
# of the others. Of AWS Private CA we know only that each operation has a limit of its own.
# https://docs.aws.amazon.com/general/latest/gr/rolesanywhere.html
# https://docs.aws.amazon.com/general/latest/gr/iot-core.html
# https://docs.aws.amazon.com/privateca/latest/userguide/PcaLimits.html
_DOCUMENTED: Final = {
    "iot:DescribeRoleAlias": ("iot:DescribeRoleAlias", 10.0),
    "iot:GetPolicy": ("iot:GetPolicy", 10.0),
    "iot:ListPolicies": ("iot:ListPolicies", 10.0),
    "iot:ListRoleAliases": ("iot:ListRoleAliases", 10.0),
    "iot:ListTagsForResource": ("iot:ListTagsForResource", 10.0),
    "iot:ListTargetsForPolicy": ("iot:ListTargetsForPolicy", 10.0),
    "rolesanywhere:GetSubject": ("rolesanywhere subjects", 1.0),
    "rolesanywhere:ListCrls": ("rolesanywhere CRLs", 1.0),
    "rolesanywhere:ListProfiles": ("rolesanywhere profiles", 1.0),
    "rolesanywhere:ListSubjects": ("rolesanywhere subjects", 1.0),
    "rolesanywhere:ListTagsForResource": ("rolesanywhere tags", 1.0),
    "rolesanywhere:ListTrustAnchors": ("rolesanywhere trust anchors", 1.0),
}
# IAM publishes no rate; it has been seen to throttle in the tens per second.
_UNDOCUMENTED: Final = 20.0
# A little below the limit, because AWS's clock and ours do not run in step.
_MARGIN: Final = 0.98

_NARROWED: Final = 0.7
_SLOWEST: Final = 0.05
_RECOVERY: Final = 0.02


class Clock(Protocol):
    """Time in seconds, from any beginning, and the passing of it."""

    def now(self) -> float: ...

    def sleep(self, seconds: float) -> None: ...

    def stop(self) -> None:
        """End every sleep, those to come too: nobody waits for the answers any more."""

    @property
    def stopped(self) -> bool: ...


class SystemClock:
    """The clock of the machine."""

    def __init__(self) -> None:
        self._stopped = threading.Event()

    def now(self) -> float:
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        if seconds > 0:
            self._stopped.wait(seconds)

    def stop(self) -> None:
        self._stopped.set()

    @property
    def stopped(self) -> bool:
        return self._stopped.is_set()


class Bucket:
    """Lets a second's worth of requests through at once, and then `rate` a second."""

    def __init__(self, rate: float, clock: Clock) -> None:
        self._limit = rate
        self._rate = rate
        self._clock = clock
        self._tokens = max(1.0, rate)
        self._filled_at = clock.now()
        self._lock = threading.Lock()

    @property
    def rate(self) -> float:
        """Requests per second at present."""
        return self._rate

    def take(self) -> float:
        """Reserve the next request; the seconds to wait before it may be sent."""
        with self._lock:
            now = self._clock.now()
            filled = self._tokens + (now - self._filled_at) * self._rate
            self._tokens = min(max(1.0, self._rate), filled) - 1.0
            self._filled_at = now
            return max(0.0, -self._tokens / self._rate)

    def throttled(self) -> None:
        """AWS refused a request as one too many."""
        with self._lock:
            self._rate = max(self._rate * _NARROWED, self._limit * _SLOWEST)
            self._tokens = min(self._tokens, 0.0)

    def answered(self) -> None:
        """AWS took a request."""
        with self._lock:
            self._rate = min(self._limit, self._rate + self._limit * _RECOVERY)


class Buckets:
    """Of one account: one for each Region and family, made when it is first asked for."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._buckets: dict[tuple[str, str], Bucket] = {}
        self._lock = threading.Lock()

    def of(self, region: str, action: str) -> Bucket:
        """The bucket that requests of this IAM action go through."""
        service = action.partition(":")[0]
        family, rate = _DOCUMENTED.get(action, (service, _UNDOCUMENTED))
        with self._lock:
            if (region, family) not in self._buckets:
                self._buckets[region, family] = Bucket(rate * _MARGIN, self._clock)
            return self._buckets[region, family]
