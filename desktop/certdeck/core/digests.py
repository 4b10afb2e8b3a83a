"""Digests by Python's own modules: `hashlib` loads OpenSSL with them, four milliseconds and three megabytes.

Meant for what is digested while the app starts or a page is shown. OpenSSL's SHA-256 is five times quicker once it is
there, so what reads long files now and then is better off with `hashlib`.
"""

from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from typing import Final, Protocol


class Digest(Protocol):
    """What is made of bytes that come one after another."""

    def update(self, content: bytes, /) -> None:
        """Go on with `content`."""
        ...

    def digest(self) -> bytes:
        """Return what has been made so far."""
        ...

    def hexdigest(self) -> str:
        """Return what has been made so far, in hexadecimal digits."""
        ...


def _own(name: str, *modules: str) -> Callable[..., Digest]:
    """Return the algorithm `name` of the first of `modules` that there is: each release of Python has its own."""
    for module in modules:
        with suppress(ImportError):
            algorithm: Callable[..., Digest] = getattr(import_module(module), name)
            return algorithm
    raise ImportError(name)


_SHA256: Final = _own("sha256", "_sha2", "_sha256", "hashlib")
_BLAKE2B: Final = _own("blake2b", "_blake2", "hashlib")


def sha256(content: bytes) -> str:
    """Return the SHA-256 of `content` in hexadecimal digits."""
    return _SHA256(content).hexdigest()


def blake2b(content: bytes = b"", *, size: int = 32, key: bytes = b"") -> Digest:
    """Begin a BLAKE2b of `size` bytes with `content`: of what is long the quickest without OpenSSL."""
    return _BLAKE2B(content, digest_size=size, key=key)
