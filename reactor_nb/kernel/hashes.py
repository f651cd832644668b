"""What Python's ``hashlib`` lacks where there is no OpenSSL, as in Pyodide."""

from __future__ import annotations

import hashlib

Bytes = bytes | bytearray | memoryview
_INNER = bytes(number ^ 0x36 for number in range(256))
_OUTER = bytes(number ^ 0x5C for number in range(256))


def complete_hashlib() -> None:
    """Have ``hashlib.pbkdf2_hmac`` where only OpenSSL would bring it; what is there stays."""
    if not hasattr(hashlib, "pbkdf2_hmac"):
        vars(hashlib)["pbkdf2_hmac"] = pbkdf2_hmac


def pbkdf2_hmac(
    hash_name: str, password: Bytes, salt: Bytes, iterations: int, dklen: int | None = None
) -> bytes:
    """Derive a key from a password, as ``hashlib.pbkdf2_hmac`` does (RFC 8018, section 5.2).

    Args:
        hash_name: the name of a hash, such as "sha256".
        password: what the key is made of.
        salt: what is mixed in.
        iterations: how often; at least once.
        dklen: the length of the key in bytes; without one, that of the hash.

    Raises:
        ValueError: there is no such hash, or a number is too small.
    """
    empty = hashlib.new(hash_name)
    length = empty.digest_size if dklen is None else dklen
    if iterations < 1 or length < 1:
        raise ValueError("iterations and dklen must be greater than 0")
    secret = bytes(password)
    if len(secret) > empty.block_size:
        secret = hashlib.new(hash_name, secret).digest()
    secret = secret.ljust(empty.block_size, b"\0")
    # Both begin in the same way each time: HMAC, without working that out anew (RFC 2104).
    inner = hashlib.new(hash_name, secret.translate(_INNER))
    outer = hashlib.new(hash_name, secret.translate(_OUTER))

    def sign(message: bytes) -> bytes:
        within, around = inner.copy(), outer.copy()
        within.update(message)
        around.update(within.digest())
        return around.digest()

    key = b""
    while len(key) < length:
        number = len(key) // empty.digest_size + 1
        last = sign(bytes(salt) + number.to_bytes(4))
        block = int.from_bytes(last)
        for _ in range(iterations - 1):
            last = sign(last)
            block ^= int.from_bytes(last)
        key += block.to_bytes(empty.digest_size)
    return key[:length]
