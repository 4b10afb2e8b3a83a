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


def test_a_python_without_the_first_module_takes_the_next_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "_blake2", None)
    assert digests._own("blake2b", "_blake2", "hashlib") is hashlib.blake2b


def test_an_algorithm_that_no_module_has_is_missed_at_once() -> None:
    with pytest.raises(ImportError, match="sha256"):
        digests._own("sha256", "_no_such_module")
