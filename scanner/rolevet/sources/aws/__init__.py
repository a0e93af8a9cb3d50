"""Facts from live accounts; the only place that knows boto3."""

from rolevet.sources.aws.access import open_access
from rolevet.sources.aws.collect import collect

__all__ = ["collect", "open_access"]
