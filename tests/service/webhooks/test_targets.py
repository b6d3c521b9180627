import socket

import pytest

from api.webhooks.targets import RefusedTargetError, check_url, resolve

REFUSED = {
    "http://receiver.example/": "not_https",
    "https:///path": "bad_url",
    "https://receiver.example:0/": "bad_url",
    "https://receiver.example:99999/": "bad_url",
    "https://[::1/": "bad_url",
    "https://receiver.example/#part": "bad_url",
    "https://bücher.example/": "bad_url",
    "https://user:secret@receiver.example/": "password_in_url",
    "https://localhost/": "private_target",
    "https://db.internal/": "private_target",
    "https://127.0.0.1/": "private_target",
    "https://10.1.2.3/": "private_target",
    "https://169.254.169.254/latest/meta-data": "private_target",
    "https://100.64.0.1/": "private_target",
    "https://0.0.0.0/": "private_target",
    "https://224.0.0.1/": "private_target",
    "https://[::1]/": "private_target",
    "https://[::ffff:10.0.0.1]/": "private_target",
    "https://[2002:0a00:0001::]/": "private_target",
    "https://[fd00::1]/": "private_target",
    "https://[64:ff9b::a00:1]/": "private_target",
    "ftp://receiver.example/": "not_https",
}


@pytest.mark.parametrize("url", REFUSED)
def test_what_no_webhook_may_call(url: str) -> None:
    with pytest.raises(RefusedTargetError) as refused:
        check_url(url, private=False)

    assert refused.value.code == REFUSED[url]


def answers(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    def found(_host: str, port: int, **kind: int) -> list[object]:
        return [(socket.AF_INET, kind["type"], 6, "", (address, port)) for address in addresses]

    monkeypatch.setattr(socket, "getaddrinfo", found)


def test_a_public_name_that_leads_inside_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    answers(monkeypatch, "93.184.215.14", "192.168.0.7")

    with pytest.raises(RefusedTargetError, match="not public"):
        resolve("https://receiver.example/hook", private=False)


def test_a_call_goes_to_the_address_that_was_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    answers(monkeypatch, "93.184.215.14")

    target = resolve("https://receiver.example:8443/hook?x=1", private=False)

    assert (target.pinned, target.authority, target.host) == (
        "https://93.184.215.14:8443/hook?x=1",
        "receiver.example:8443",
        "receiver.example",
    )


def test_an_operator_may_allow_the_own_network() -> None:
    assert resolve("http://127.0.0.1:9/hook", private=True).address == "127.0.0.1"


def test_a_name_without_an_address() -> None:
    with pytest.raises(RefusedTargetError, match="no address"):
        resolve("https://nobody.invalid/", private=False)
