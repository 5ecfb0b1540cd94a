"""Pages of lists: the columns, lists under a name, deeds on many cases, and files."""

from tracker.lists.views import bulk as _bulk  # noqa: F401 - adds its pages to those of lists
from tracker.lists.views import exports as _exports  # noqa: F401 - likewise
from tracker.lists.views import kept as _kept  # noqa: F401 - likewise
from tracker.lists.views.asked import asked_list, pages

__all__ = ["asked_list", "pages"]
