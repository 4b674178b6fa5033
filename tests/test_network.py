"""No test reaches another host by mistake."""

from __future__ import annotations

import socket

import pytest
from pytest_socket import SocketConnectBlockedError


def test_a_forgotten_request_fails_loudly() -> None:
    blocked = pytest.raises(SocketConnectBlockedError)
    with socket.socket() as connection, pytest.warns(UserWarning, match="A test tried"), blocked:
        connection.connect(("192.0.2.1", 80))
