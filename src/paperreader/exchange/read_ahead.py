"""Reads a large file and prepares its records in another process, ahead of the import.

Reading and preparing takes about as long as storing, and one Python process does only one of them at a time; with two
processors an import takes two thirds of the time. The other process opens the file itself and writes its chunks to its
standard output. Its standard input says which file to read and when to send complete records. It knows no library.

It does not use `multiprocessing`, which needs a standard error, and Textual has none.
"""

from __future__ import annotations

import contextlib
import gc
import os
import pickle
import queue
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Final

from paperreader.formats import cut_short, format_named, open_again, read_records
from paperreader.library import Chunk, chunks, completed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO

    from paperreader.formats import Format, Location

_HELD: Final = 8
"""How many chunks are read ahead: as many as a transaction may have, so that it need not wait."""
_LENGTH: Final = 8
"""Bytes before each message that give its length."""
_MORE: Final = b"+"
"""Requests complete records; before that, only hashes are sent, by which a library recognises known ones."""
_READY: Final = b"ready"
_END: Final = b""
_PROGRAM: Final = (
    f"import sys; sys.path.insert(0, {str(Path(__file__).parents[2])!r}); "
    "from paperreader.exchange.read_ahead import read_for; read_for(sys.stdin.buffer, sys.stdout.buffer)"
)


class ReadAhead:
    """The chunks of a large file, read by another process. Must be closed.

    What goes wrong there is raised here, as if it had been read here.
    """

    def __init__(self, chosen: Format, location: Location, name: str) -> None:
        """Begin to read.

        Raises:
            OSError: no process can be begun.
        """
        self.process = subprocess.Popen(  # noqa: S603 - this program itself
            [sys.executable, "-P", "-c", _PROGRAM],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        """The other process."""
        self._share: float | None = None
        self._guessed: str | None = None
        assert self.process.stdout is not None  # noqa: S101 - it is a pipe
        self._from = self.process.stdout
        self._tell(pickle.dumps((chosen.name, location, name)))
        if _receive(self._from) != _READY:
            self.close()
            raise OSError("what was begun is not this program")

    def share(self) -> float | None:
        """How much of the file has been read, from 0 to 1, as far as its records were taken."""
        return self._share

    def guessed(self) -> str | None:
        """The encoding the file was read in, if that is a guess that may be wrong."""
        return self._guessed

    def __iter__(self) -> Iterator[Chunk]:
        line, told = 1, False
        while message := _receive(self._from):
            came = pickle.loads(message)  # noqa: S301 - from our own process
            if came is None:
                return
            if isinstance(came, BaseException):
                raise came
            chunk, self._share, self._guessed = came
            line = chunk.line
            yield chunk
            if not told and chunk.has_news:
                told = True
                self._tell(_MORE)
        yield Chunk([cut_short(line, "The process that read it was stopped: import the file again.")])

    def _tell(self, words: bytes) -> None:
        assert self.process.stdin is not None  # noqa: S101 - it is a pipe
        with contextlib.suppress(OSError):  # it may have read everything
            self.process.stdin.write(words)
            self.process.stdin.flush()

    def close(self) -> None:
        """Stop reading, however far it has got."""
        self.process.kill()
        with contextlib.suppress(OSError):
            self.process.communicate()


def read_for(asked: IO[bytes], out: IO[bytes]) -> None:
    """Run as the other process: read a file and write its chunks until the file or the import ends."""
    gc.disable()  # formats create no cycles
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is meant for the import, which then ends this
    sys.stdout = sys.stderr  # anything printed is not a chunk
    format_name, location, name = pickle.load(asked)  # noqa: S301 - from our own process
    chosen = format_named(format_name)
    wanted = threading.Event()
    threading.Thread(target=_listen, args=(asked, wanted), daemon=True).start()
    waiting: queue.Queue[bytes] = queue.Queue(_HELD)
    waiting.put(_READY)
    sending = threading.Thread(target=_send, args=(out, waiting))
    sending.start()
    try:
        with open_again(location, name) as text:
            for chunk in completed(chunks(read_records(chosen, text)), wanted.is_set):
                waiting.put(pickle.dumps((chunk, text.share(), text.guessed()), pickle.HIGHEST_PROTOCOL))
    except Exception as error:  # noqa: BLE001 - it is raised where it can be told
        waiting.put(pickle.dumps(error))
    waiting.put(pickle.dumps(None))
    waiting.put(_END)
    sending.join()
    os._exit(0)  # the listening thread would hold it


def _listen(asked: IO[bytes], wanted: threading.Event) -> None:
    """Listen for requests; when the import ends, however it does, this process ends too."""
    while asked.read(1) == _MORE:
        wanted.set()
    os._exit(0)


def _send(out: IO[bytes], waiting: queue.Queue[bytes]) -> None:
    """Write what is waiting, while more is read."""
    with contextlib.suppress(OSError):
        while (message := waiting.get()) != _END:
            out.write(len(message).to_bytes(_LENGTH, "big"))
            out.write(message)
            out.flush()


def _receive(source: IO[bytes]) -> bytes:
    """Read the next message; empty if the other process ended before it was complete."""
    length = int.from_bytes(source.read(_LENGTH), "big")
    message = source.read(length)
    return message if len(message) == length else b""
