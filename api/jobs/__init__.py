"""Jobs: solves and other long computations, carried out by workers and never by the web process."""
