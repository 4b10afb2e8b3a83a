"""Digests by whatever modules a release of Python has: the same ones everywhere."""

import hashlib
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certdeck.core import digests


@given(st.binary())
def test_a_sha_256_is_the_one_of_everybody_else(content: bytes) -> None:
    assert digests.sha256(content) == hashlib.sha256(content).hexdigest()


@given(st.lists(st.binary()))
def test_a_blake2b_of_pieces_is_the_one_of_the_whole(pieces: list[bytes]) -> None:
    digest = digests.blake2b()
    for piece in pieces:
        digest.update(piece)
    assert digest.hexdigest() == hashlib.blake2b(b"".join(pieces), digest_size=32).hexdigest()


@given(st.binary(), st.integers(1, 64), st.binary(max_size=64))
def test_a_blake2b_can_be_short_and_have_a_key(content: bytes, size: int, key: bytes) -> None:
    expected = hashlib.blake2b(content, digest_size=size, key=key).digest()
    assert digests.blake2b(content, size=size, key=key).digest() == expected


@pytest.mark.parametrize(
    ("name", "modules"), [("sha256", ("_sha2", "_sha256", "hashlib")), ("blake2b", ("_blake2", "hashlib"))]
)
def test_a_python_without_such_modules_takes_the_one_that_every_python_has(
    name: str, modules: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in modules[:-1]:
        monkeypatch.setitem(sys.modules, module, None)
    assert digests._own(name, *modules) is getattr(hashlib, name)


def test_an_algorithm_that_no_module_has_is_missed_at_once() -> None:
    with pytest.raises(ImportError, match="sha256"):
        digests._own("sha256", "_no_such_module")
