"""What a process does for itself once it has loaded everything."""

import gc

from api.process import COLLECT_AFTER, settle


def test_what_is_loaded_is_not_looked_through_again() -> None:
    threshold, frozen = gc.get_threshold(), gc.get_freeze_count()
    gc.set_threshold(700)
    try:
        settle()

        assert gc.get_freeze_count() > frozen
        assert gc.get_threshold()[0] == COLLECT_AFTER > 700
        assert gc.isenabled()
    finally:
        gc.set_threshold(*threshold)
