"""IAM Roles Anywhere for moto, to be imported as `moto.rolesanywhere` and under no other name."""

from .models import rolesanywhere_backends

__all__ = ["rolesanywhere_backends"]
