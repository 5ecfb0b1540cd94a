"""Pages of this room: the door, one's own account, and the accounts that administrators keep."""

from tracker.access.views import accounts as _accounts  # noqa: F401 - adds its pages to those of the door
from tracker.access.views import own as _own  # noqa: F401 - likewise
from tracker.access.views import passkeys as _passkeys  # noqa: F401 - likewise
from tracker.access.views.door import pages

__all__ = ["pages"]
