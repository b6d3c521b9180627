"""Compose interpersonal process groups: the library, free of the web and of databases."""
