"""Facts from live accounts; the only place that knows boto3, which its modules import when used."""
