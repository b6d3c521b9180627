"""Compose interpersonal process groups: the library, free of the web and of databases."""

import os

# The search has a thread for every core, and the bound multiplies matrices beside it. A second team of threads under
# numpy spins while it waits for a core: the same products then took ten times as long. Read when numpy is imported.
for _setting in ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"):
    os.environ.setdefault(_setting, "1")
