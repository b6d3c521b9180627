"""What all tests share: hypothesis draws the same examples on every machine, and looks at no clock."""

from hypothesis import settings

import matcher  # noqa: F401 - it keeps numpy to one thread, which has to be said before numpy is imported

settings.register_profile("group-matcher", deadline=None, derandomize=True, database=None)
settings.load_profile("group-matcher")
