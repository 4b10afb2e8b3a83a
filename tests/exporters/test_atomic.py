"""A file is written whole or not at all, and what went wrong is said in words."""

import errno
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from certdeck.core.errors import ExportError
from certdeck.exporters.atomic import replacing


def left_over(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_file_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    target = tmp_path / "deck.apkg"
    target.write_bytes(b"old")
    with replacing(target) as temporary:
        assert temporary.parent == tmp_path
        temporary.write_bytes(b"new")
        assert target.read_bytes() == b"old"
    assert target.read_bytes() == b"new"
    assert left_over(tmp_path) == {"deck.apkg"}


def test_any_failure_keeps_the_old_file_and_leaves_nothing_behind(tmp_path: Path) -> None:
    target = tmp_path / "deck.apkg"
    target.write_bytes(b"old")
    with pytest.raises(ZeroDivisionError), replacing(target) as temporary:
        temporary.write_bytes(b"h" * (1 // 0))
    assert target.read_bytes() == b"old"
    assert left_over(tmp_path) == {"deck.apkg"}


def test_what_a_killed_export_left_is_no_obstacle(tmp_path: Path) -> None:
    (tmp_path / f".certdeck-{os.getpid()}-0.part").write_bytes(b"left")
    with replacing(tmp_path / "a.pdf") as temporary:
        temporary.write_bytes(b"new")
    assert (tmp_path / "a.pdf").read_bytes() == b"new"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_left_alone(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.pdf"
    os.mkfifo(pipe)
    with pytest.raises(ExportError, match="a device or a pipe has this name"), replacing(pipe):
        pass
    assert pipe.is_fifo()


@pytest.mark.skipif(os.name == "nt", reason="links need a right of their own there")
def test_a_link_stays_one_and_what_it_leads_to_is_replaced(tmp_path: Path) -> None:
    real, link = tmp_path / "real.pdf", tmp_path / "link.pdf"
    real.write_text("old", encoding="utf-8")
    link.symlink_to(real)
    with replacing(link) as file:
        file.write_text("new", encoding="utf-8")
    assert link.is_symlink()
    assert real.read_text(encoding="utf-8") == "new"


def test_a_new_file_has_the_usual_permissions(tmp_path: Path) -> None:
    (tmp_path / "usual").write_bytes(b"")
    with replacing(tmp_path / "a.pdf") as temporary:
        temporary.write_bytes(b"new")
    assert (tmp_path / "a.pdf").stat().st_mode == (tmp_path / "usual").stat().st_mode


def test_a_name_as_long_as_the_file_system_allows_works(tmp_path: Path) -> None:
    target = tmp_path / ("a" * 251 + ".pdf")
    with replacing(target) as temporary:
        temporary.write_bytes(b"new")
    assert target.exists()


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("missing/a.pdf", "there is no such folder"),
        ("file/a.pdf", "there is no such folder"),
        ("folder", "a folder has this name"),
        ("a" * 300, "the name is too long"),
    ],
)
def test_a_place_that_cannot_be_written_is_refused_in_words(tmp_path: Path, where: str, said: str) -> None:
    (tmp_path / "file").write_bytes(b"x")
    (tmp_path / "folder").mkdir()
    with pytest.raises(ExportError) as refusal, replacing(tmp_path / where) as temporary:
        temporary.write_bytes(b"new")
    text = str(refusal.value)
    assert text.startswith(f"{tmp_path / where} was not written: {said}. Nothing was changed. Choose ")
    assert left_over(tmp_path) == {"file", "folder"}


@pytest.mark.parametrize("code", [errno.EACCES, errno.EPERM, errno.EROFS])
def test_a_read_only_folder_is_refused_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    def refuse(_path: Path, _mode: str) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(ExportError, match="you may not write there"), replacing(tmp_path / "a.pdf"):
        pass
    assert left_over(tmp_path) == set()


def test_a_disk_that_fills_up_at_the_last_moment_keeps_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    target = tmp_path / "a.pdf"
    target.write_bytes(b"old")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ExportError) as refusal, replacing(target) as temporary:
        temporary.write_bytes(b"new")
    assert str(refusal.value).endswith(
        "the disk is full. Nothing was changed. Free some room or choose another folder."
    )
    assert target.read_bytes() == b"old"
    assert left_over(tmp_path) == {"a.pdf"}


def as_windows_says(code: int, number: int) -> OSError:
    problem = OSError(number, "The process cannot access the file", "a.pdf")
    vars(problem)["winerror"] = code
    return problem


@pytest.mark.parametrize(
    ("code", "number", "said"),
    [
        (5, errno.EACCES, "another program has the file open"),
        (32, errno.EACCES, "another program has the file open"),
        (33, errno.EACCES, "another program has the file open"),
        (1224, errno.EINVAL, "another program has the file open"),
        (39, errno.EINVAL, "the disk is full"),
        (112, errno.ENOSPC, "the disk is full"),
        (123, errno.EINVAL, "characters that no file may have"),
        (206, errno.ENOENT, "the name is too long"),
    ],
)
@pytest.mark.parametrize("step", ["create", "write", "sync", "replace"])
def test_whatever_windows_refuses_at_any_step_is_said_and_leaves_the_old_file_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, code: int, number: int, said: str
) -> None:
    target = tmp_path / "a.pdf"
    target.write_bytes(b"old")
    modes = {"create": "xb", "write": "wb", "sync": "r+b"}
    really_open = Path.open

    def refuse(*_given: object) -> None:
        raise as_windows_says(code, number)

    def open_or_refuse(path: Path, mode: str = "r") -> object:
        if mode == modes.get(step):
            refuse()
        return really_open(path, mode)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", open_or_refuse)
        if step == "replace":
            patch.setattr(Path, "replace", refuse)
        with pytest.raises(ExportError, match=said), replacing(target) as temporary, temporary.open("wb") as file:
            file.write(b"half")
    assert target.read_bytes() == b"old"
    assert left_over(tmp_path) == {"a.pdf"}


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 64 kB, where the system lets us mount one."""
    place = tmp_path / "disk"
    place.mkdir()
    try:
        command = ["mount", "-t", "tmpfs", "-o", "size=64k", "none", str(place)]
        mounted = subprocess.run(command, capture_output=True, check=False)
    except FileNotFoundError:
        pytest.skip("mounting needs the mount command")
    if mounted.returncode:
        pytest.skip("mounting needs more rights")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_a_really_full_disk_keeps_the_old_file(tiny_disk: Path) -> None:
    target = tiny_disk / "a.pdf"
    target.write_bytes(b"old")
    with pytest.raises(ExportError, match="the disk is full"), replacing(target) as temporary:
        temporary.write_bytes(b"x" * 200_000)
    assert target.read_bytes() == b"old"
    assert left_over(tiny_disk) == {"a.pdf"}
