"""The service: the library over HTTP, with pages and commands."""
