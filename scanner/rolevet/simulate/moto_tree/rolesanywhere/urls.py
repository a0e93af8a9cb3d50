"""Where moto meets requests to IAM Roles Anywhere."""

from .responses import RolesAnywhereResponse

url_bases = [r"https?://rolesanywhere\.(.+)\.amazonaws\.com"]
url_paths = {"{0}/.*$": RolesAnywhereResponse.dispatch}
