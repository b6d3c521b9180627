"""Where the service may listen: on an address that others reach only if it asks them who they are."""

import ipaddress
import socket

from api.access.gate import has_access
from api.db.database import Database
from api.settings import Settings


class PublicAddressError(ValueError):
    """The address can be reached from other machines, and that is not meant, or not guarded."""


def guarded(host: str, settings: Settings, *, allow_public: bool = False) -> Settings:
    """The settings with which it may listen on ``host``: on a public address nobody gets in without a key.

    Raises:
        PublicAddressError: If ``host`` is reachable from other machines and nobody has said that this is meant, or if
            there is neither a key nor a user, nor ``access`` set to ``keys``.
        OSError: If ``host`` is no address.
    """
    if is_loopback(host):
        return settings
    if not allow_public:
        raise PublicAddressError(
            "this address can be reached from other machines, and lists would travel unencrypted: serve on 127.0.0.1 "
            "behind a proxy that has TLS, or say that what lies between is trusted by allowing a public address"
        )
    if settings.access != "keys":
        database = Database(settings.url())
        try:
            if not has_access(database):
                raise PublicAddressError(
                    "this address can be reached from other machines, and the service has neither a key nor a user: "
                    "make one first with `group-matcher keys create` or `group-matcher users add`"
                )
        finally:
            database.close()
    return settings.model_copy(update={"access": "keys"})


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches the address.

    Raises:
        OSError: If ``host`` is no address.
    """
    found = {entry[4][0] for entry in socket.getaddrinfo(host or None, 0, flags=socket.AI_PASSIVE)}
    return all(ipaddress.ip_address(str(address).partition("%")[0]).is_loopback for address in found)
