"""Which addresses a webhook may have, and where they lead.

A webhook lets whoever may register one make the service call an address. Unless the operator allows it, that is never
one inside the clinic's own network: the name is resolved, every address it has must be public, and the call goes to
just that address, so that a second look-up cannot lead elsewhere.
"""

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

LONGEST_URL = 2000
"""Characters of a webhook's URL at the most."""

_PORTS = {"https": 443, "http": 80}


class RefusedTargetError(ValueError):
    """The address may not be called; ``code`` says why, for programs."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Target:
    """Where a call goes: to this address, in the name of this host."""

    url: str
    host: str
    address: str

    @property
    def pinned(self) -> str:
        """The URL with the address in place of the host."""
        parts = urlsplit(self.url)
        address = f"[{self.address}]" if ":" in self.address else self.address
        port = f":{parts.port}" if parts.port is not None else ""
        return parts._replace(netloc=f"{address}{port}").geturl()

    @property
    def authority(self) -> str:
        """What the Host header says."""
        return urlsplit(self.url).netloc


def check_url(url: str, *, private: bool) -> None:
    """Refuse a URL that no webhook may have; the name is not resolved yet.

    Raises:
        RefusedTargetError: If it is none, not https (unless private targets are allowed), or holds a password.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise RefusedTargetError("bad_url", "this is no URL: write https://host/path") from None
    if len(url) > LONGEST_URL or not parts.hostname or parts.fragment or not url.isascii() or port == 0:
        raise RefusedTargetError("bad_url", "this is no URL that can be called: write https://host/path")
    if parts.scheme != "https" and not (private and parts.scheme == "http"):
        raise RefusedTargetError("not_https", "a webhook has to be called over https")
    if parts.username is not None or parts.password is not None:
        raise RefusedTargetError("password_in_url", "leave the password out: calls are signed")
    _refuse_private_literal(parts.hostname, private)


def resolve(url: str, *, private: bool) -> Target:
    """Where the URL leads now.

    Raises:
        RefusedTargetError: If the name has no address, or one that is not public while private targets are not allowed.
    """
    check_url(url, private=private)
    parts = urlsplit(url)
    host = parts.hostname or ""
    try:
        found = socket.getaddrinfo(host, parts.port or _PORTS[parts.scheme], type=socket.SOCK_STREAM)
    except OSError:
        raise RefusedTargetError("unknown_host", "the host has no address") from None
    addresses = [str(entry[4][0]) for entry in found]
    if not private and not all(_is_public(address) for address in addresses):
        raise RefusedTargetError("private_target", "the host has an address that is not public")
    return Target(url, host, addresses[0])


def _refuse_private_literal(host: str, private: bool) -> None:
    if private:
        return
    if host == "localhost" or host.endswith((".localhost", ".local", ".internal")):
        raise RefusedTargetError("private_target", "this host is not public")
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return
    if not _is_public(host):
        raise RefusedTargetError("private_target", "this address is not public")


def _is_public(text: str) -> bool:
    address = ipaddress.ip_address(text.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        # Addresses that carry one of IPv4 are as public as that one.
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo and address.teredo[1])
        if inner is not None:
            address = inner
    return address.is_global and not address.is_multicast and not address.is_reserved
