"""A full disk, a lock, a read-only folder or a broken file gives a helpful message, and nothing is lost."""

from __future__ import annotations

import os
import random
import resource
import signal
import sqlite3
import stat
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from paperreader.library import Library, LibraryError, Search
from paperreader.library.database.tables import SCHEMA
from paperreader.query import parse
from paperreader.tui.dialogs.draft import NoteDraft
from tests.library.records import records
from tests.library.stock import bodies, everything, filled, is_sound, temporary

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "place").mkdir()
    return filled(tmp_path / "place" / "library.db")


def in_child(act: Callable[[], object]) -> str:
    """Run `act` in a child process and return the user-facing error, or the result."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            said = str(act())
        except BaseException as error:  # noqa: BLE001 - whatever it is, the parent shall see it
            said = f"{type(error).__name__}: {error}"
        os.write(writing, said.encode()[:4000])
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as pipe:
        said = pipe.read()
    os.waitpid(child, 0)
    return said


def limited(act: Callable[[], object], size: int) -> Callable[[], object]:
    """Run `act` with a limit of `size` bytes on files, as on a full disk."""

    def inner() -> object:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
        return act()

    return inner


def as_nobody(act: Callable[[], object]) -> Callable[[], object]:
    def inner() -> object:
        os.setgid(65534)
        os.setuid(65534)
        return act()

    return inner


def test_a_full_disk_costs_the_change_but_nothing_that_was_there(path: Path) -> None:
    with Library(path) as library:
        library.annotations.write_note(1, "kept")
    before = everything(path)

    def act() -> str:
        with Library(path) as library:
            draft = NoteDraft(library.annotations, 1, None)
            with pytest.raises(LibraryError, match="disk") as failed:
                draft.save("x" * 500_000)
            with library.reader() as reader:  # reading still works
                assert [note.body for note in reader.entry(1).notes] == ["kept"]
            with pytest.raises(LibraryError, match="disk"):
                library.add(records(3_000), file="many", format="json")
            resource.setrlimit(resource.RLIMIT_FSIZE, (resource.getrlimit(resource.RLIMIT_FSIZE)[1],) * 2)
            return str(failed.value)

    assert "try again" in in_child(limited(act, 200_000)) or "free space" in in_child(limited(act, 200_000))
    assert everything(path) == before
    assert is_sound(path)


def test_a_text_that_could_not_be_saved_is_saved_when_there_is_room_again(path: Path) -> None:
    def act() -> str:
        with Library(path) as library:
            resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, resource.RLIM_INFINITY))
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            draft = NoteDraft(library.annotations, 1, None)
            with pytest.raises(LibraryError):
                draft.save("x" * 500_000)
            resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
            return str(draft.close("x" * 500_000))

    assert in_child(act) == "True"
    assert bodies(path) == ["x" * 500_000]
    assert is_sound(path)


@pytest.mark.parametrize("size", [0, 4096, 50_000])
def test_a_library_that_finds_no_room_is_not_begun_and_can_be_begun_later(tmp_path: Path, size: int) -> None:
    path = tmp_path / "new.db"

    def act() -> None:
        Library(path).close()

    assert in_child(limited(act, size)).startswith(f"LibraryError: {path}: the disk")
    with Library(path) as library:
        assert library.add(records(2), file="x", format="json").added == 2
    assert is_sound(path)


@pytest.fixture
def locked(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as other:
        other.execute("begin immediate")
        yield other


def test_while_another_program_writes_reading_goes_on_and_writing_says_so(
    path: Path, locked: sqlite3.Connection
) -> None:
    with Library(path) as library, library.reader() as reader:
        library.patience(0.05)
        draft = NoteDraft(library.annotations, 1, None)
        for act in (
            lambda: draft.save("text"),
            lambda: library.annotations.star([1], on=True),
            lambda: library.add(records(5), file="x", format="json"),
            library.journal.undo,
        ):
            began = time.monotonic()
            with pytest.raises(LibraryError, match="another program is writing"):
                act()
            assert time.monotonic() - began < 2
        assert reader.counts().all == 3
        assert list(Search(reader.connection).find(parse("paper")).ids)
        locked.execute("rollback")
        assert draft.close("text")
    assert bodies(path) == ["text"]


def test_a_change_waits_for_the_other_program(path: Path, locked: sqlite3.Connection) -> None:
    with Library(path) as library:
        timer = threading.Timer(0.2, lambda: locked.execute("rollback"))
        timer.start()
        assert library.annotations.star([1], on=True).change
        timer.join()


def test_two_programs_that_begin_one_library_at_once_get_the_same(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    failures: list[str] = []

    def begin(number: int) -> None:
        try:
            with Library(path) as library:
                library.add([next(iter(records(1)))], file=str(number), format="json")
        except LibraryError as error:
            failures.append(str(error))

    threads = [threading.Thread(target=begin, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    assert len(everything(path)["papers"]) == 1
    assert is_sound(path)


@as_root
@pytest.mark.parametrize(("file", "place"), [(0o444, 0o555), (0o444, 0o777), (0o644, 0o555), (0o000, 0o755)])
def test_in_a_read_only_place_a_line_says_so(path: Path, file: int, place: int) -> None:
    for directory in path.parents[1:-1]:
        directory.chmod(directory.stat().st_mode | 0o055)
    data = path.read_bytes()
    path.chmod(file)
    path.parent.chmod(place)

    def act() -> object:
        with Library(path) as library:
            return library.annotations.star([1], on=True)

    said = in_child(as_nobody(act))
    path.parent.chmod(0o700)
    assert said.startswith(f"LibraryError: {path}: ")
    assert "permissions" in said or "directory" in said
    assert path.read_bytes() == data
    assert is_sound(path)


def text(path: Path) -> None:
    path.write_text("A shopping list. " * 500)


def other_tables(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as other:
        other.execute("create table cookies(value)")


def other_application(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as other:
        other.execute("pragma application_id = 42")


def newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.execute(f"pragma user_version = {SCHEMA + 1}")


def missing(path: Path) -> None:
    path.unlink()


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (text, "not a paperreader library"),
        (other_tables, "not a paperreader library"),
        (other_application, "not a paperreader library"),
        (newer, "newer paperreader"),
    ],
)
def test_what_is_no_library_of_ours_is_refused_and_stays_as_it_is(
    path: Path, spoil: Callable[[Path], None], words: str
) -> None:
    spoil(path)
    data = path.read_bytes()
    for create in (True, False):
        with pytest.raises(LibraryError, match=words) as refused:
            Library(path, create=create)
        assert str(path) in str(refused.value)
        assert len(str(refused.value).splitlines()) == 1
    assert path.read_bytes() == data
    assert [one.name for one in path.parent.iterdir()] == ["library.db"]


def test_a_place_that_cannot_hold_a_library_is_named(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    places = [tmp_path, tmp_path / "none" / "library.db", tmp_path / "loop", tmp_path / ("x" * 300), Path("/dev/null")]
    for place in places:
        with pytest.raises(LibraryError) as refused:
            Library(place)
        assert str(place) in str(refused.value)
    with pytest.raises(LibraryError, match="no library here"):
        Library(tmp_path / "none.db", create=False)
    assert [one.name for one in tmp_path.iterdir()] == ["loop"]


def use(path: Path) -> None:
    """Read everything and change something."""
    with Library(path) as library, library.reader() as reader:
        ids = reader.first_ids(100)
        reader.rows(ids)
        list(reader.entries(ids))
        reader.counts()
        reader.tags()
        reader.leftovers()
        Search(reader.connection).find(parse("abstract number"))
        library.annotations.tag(ids, add=["x"])
        library.annotations.write_note(1, "y")
        library.journal.undo()


def test_a_damaged_file_never_ends_in_anything_but_words() -> None:
    chance = random.Random(7)
    refused: list[str] = []
    with temporary(40) as path:
        whole = path.read_bytes()
        for number in range(60):
            data = bytearray(whole)
            if number % 6 == 0:
                del data[chance.randrange(len(data)) :]
            else:
                for _ in range(chance.choice([1, 10, 100])):
                    at = chance.randrange(len(data))
                    data[at : at + 16] = chance.randbytes(16)
            path.write_bytes(data)
            try:
                use(path)
            except LibraryError as error:
                refused.append(str(error))
            for beside in path.parent.glob("library.db-*"):
                beside.unlink()
    assert len(refused) > 20
    assert all(len(words.splitlines()) == 1 for words in refused)


@pytest.mark.parametrize("umask", [0, 0o022, 0o077])
def test_a_library_is_its_owners_alone(tmp_path: Path, umask: int) -> None:
    place = tmp_path / "shared"
    place.mkdir()
    place.chmod(0o775)
    path = place / "library.db"
    old = os.umask(umask)
    try:
        with Library(path) as library:
            library.annotations.tag([], add=[])
            library.add(records(2), file="x", format="json")
            modes = {one.name: stat.S_IMODE(one.stat().st_mode) for one in place.iterdir()}
    finally:
        os.umask(old)
    assert modes == {"library.db": 0o600, "library.db-wal": 0o600, "library.db-shm": 0o600}
    assert stat.S_IMODE(place.stat().st_mode) == 0o775


def test_a_library_that_others_could_read_is_closed_to_them_also_through_a_link(path: Path, tmp_path: Path) -> None:
    path.chmod(0o644)
    link = tmp_path / "link.db"
    link.symlink_to(path)
    with Library(link) as library:
        library.annotations.star([1], on=True)
        assert {stat.S_IMODE(one.stat().st_mode) for one in path.parent.iterdir()} == {0o600}


def test_names_that_mean_something_in_a_url_are_names(tmp_path: Path) -> None:
    for name in ("a?b=c#d.db", "50%41 ü.db", "'; drop.db"):
        with Library(tmp_path / name) as library, library.reader() as reader:
            library.add(records(1), file="x", format="json")
            assert reader.counts().all == 1
        assert (tmp_path / name).stat().st_size
