"""Which addresses the outbound guard lets through."""

import pytest

from langflow_site.common.addresses import HostUnknown, OutboundPolicy, OutboundRefused

CLOSED = OutboundPolicy()
PUBLIC = "93.184.215.14"


@pytest.mark.parametrize(
    "address",
    [
        "10.0.0.1",
        "172.16.9.9",
        "192.168.1.1",
        "100.64.0.1",
        "169.254.169.254",
        "168.63.129.16",
        "127.0.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1%eth0",
        "fd00:ec2::254",
        "::ffff:10.0.0.1",
        "::ffff:127.0.0.1",
        "64:ff9b::a9fe:a9fe",
        "2002:7f00:1::",
    ],
)
def test_an_address_that_is_not_public_is_refused(address):
    with pytest.raises(OutboundRefused):
        CLOSED.permitted("example.com", [address])


@pytest.mark.parametrize("address", [PUBLIC, "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "64:ff9b::5db8:d70e"])
def test_a_public_address_is_permitted(address):
    assert CLOSED.permitted("example.com", [address]) == [address]


def test_of_mixed_addresses_only_the_public_ones_are_tried():
    assert CLOSED.permitted("example.com", ["10.0.0.1", PUBLIC]) == [PUBLIC]


@pytest.mark.parametrize(
    "entry", ["10.0.0.0/8", "10.1.2.3", "intern.example.com", "*.example.com", "INTERN.example.com."]
)
def test_an_allowed_host_is_never_refused(entry):
    policy = OutboundPolicy(allowed_hosts=(entry,))
    assert policy.permitted("intern.example.com", ["10.1.2.3"]) == ["10.1.2.3"]


def test_a_pattern_does_not_match_a_longer_name():
    policy = OutboundPolicy(allowed_hosts=("*.example.com", "example.com"))
    with pytest.raises(OutboundRefused):
        policy.permitted("notexample.com", ["10.1.2.3"])


def test_loopback_is_permitted_where_the_policy_says_so():
    assert OutboundPolicy(loopback_allowed=True).permitted("localhost", ["::1", "127.0.0.1"]) == ["::1", "127.0.0.1"]


def test_loopback_permission_does_not_open_private_networks():
    with pytest.raises(OutboundRefused):
        OutboundPolicy(loopback_allowed=True).permitted("intern", ["10.0.0.1"])


def test_a_switched_off_guard_refuses_nothing():
    assert OutboundPolicy(enabled=False).permitted("intern", ["10.0.0.1"]) == ["10.0.0.1"]


def test_an_unknown_host_is_said_to_be_unknown():
    with pytest.raises(HostUnknown, match="cannot be found"):
        CLOSED.permitted("nowhere.example", [])


def test_the_refusal_names_the_host_and_the_setting_but_not_the_address():
    with pytest.raises(OutboundRefused) as refusal:
        CLOSED.permitted("intern.example.com", ["10.1.2.3"])
    assert "intern.example.com" in str(refusal.value)
    assert "LANGFLOW_SSRF_ALLOWED_HOSTS" in str(refusal.value)
    assert "10.1.2.3" not in str(refusal.value)
