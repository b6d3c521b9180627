"""JSON Merge Patch (RFC 7396)."""

MERGE_PATCH = "application/merge-patch+json"


def merged(target: object, patch: object) -> object:
    """The target with the patch merged in: null removes, an object is merged member by member, the rest replaces."""
    if not isinstance(patch, dict):
        return patch
    found = dict(target) if isinstance(target, dict) else {}
    for name, value in patch.items():
        if value is None:
            found.pop(name, None)
        else:
            found[name] = merged(found.get(name), value)
    return found
