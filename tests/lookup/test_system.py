"""The servers of the operating system."""

from __future__ import annotations

from mailcheck.lookup.system import NameServer, read_resolv_conf


def test_resolv_conf() -> None:
    text = """# nameserver 192.0.2.9
nameserver 192.0.2.1
search ex.test
nameserver   2001:db8::1   # second
nameserver
nameserver nonsense
nameserver fe80::1%eth0
nameserver 192.0.2.4
"""
    assert read_resolv_conf(text) == (NameServer("192.0.2.1"), NameServer("2001:db8::1"), NameServer("fe80::1%eth0"))


def test_none() -> None:
    assert read_resolv_conf("") == ()
