"""What a format reads, prepared for a library: of a large file by a process of its own, ahead of the import.

To read and prepare takes about as long as to store, and Python does one at a time in a process: so on two processors
an import is half as long again. The other process is begun by `spawn`, which every system has and which is safe
beside threads; it opens the file for itself, and its chunks come through a pipe. It knows no library, and writes
nothing.
"""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import pickle
import queue
import signal
import threading
from typing import TYPE_CHECKING, Final

from paperreader.formats import FORMATS, ended, open_again, records
from paperreader.library.preparing import Chunk, chunks, completed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.connection import Connection

    from paperreader.formats import Format, Place

_HELD: Final = 8
"""Chunks that are read before they are asked for: as many as a transaction may have, so that nobody waits."""
_END: Final = b""


class ReadAhead:
    """The chunks of a large file, while another process reads it; to be closed.

    What goes wrong there is raised here, as if it had been read here.
    """

    def __init__(self, chosen: Format, place: Place, name: str) -> None:
        context = multiprocessing.get_context("spawn")
        # Two that go one way: one that goes both ways loses what is in it when the other end is closed.
        self._chunks, sent = context.Pipe(duplex=False)
        asked, self._asking = context.Pipe(duplex=False)
        self._process = context.Process(target=_work, args=(sent, asked, chosen.name, place, name), daemon=True)
        self._process.start()
        for theirs in (sent, asked):  # so that a pipe ends with the other process
            theirs.close()
        self._share: float | None = None

    def share(self) -> float | None:
        """How much of the file has been read, from 0 to 1, as far as its records were taken."""
        return self._share

    def __iter__(self) -> Iterator[Chunk]:
        line, told = 1, False
        while True:
            try:
                came = pickle.loads(self._chunks.recv_bytes())  # noqa: S301 - from our own process
            except (EOFError, OSError):
                yield Chunk([ended(line, "The process that read it was stopped: import the file again.")])
                return
            if came is None:
                return
            if isinstance(came, BaseException):
                raise came
            chunk, self._share = came
            line = chunk.line
            yield chunk
            if not told and chunk.has_news:
                told = True
                with contextlib.suppress(OSError):  # it may have read everything
                    self._asking.send("more")

    def close(self) -> None:
        """Stop reading, wherever it is."""
        self._chunks.close()
        self._asking.close()
        self._process.terminate()
        self._process.join()
        self._process.close()


def _work(chunks_to: Connection, asked: Connection, format_name: str, place: Place, name: str) -> None:
    """Read a file and send its chunks, until it ends or whoever wants them does."""
    gc.disable()  # there are no cycles in what formats read
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is meant for the import, which then ends this
    waiting: queue.Queue[bytes] = queue.Queue(_HELD)
    sending = threading.Thread(target=_send, args=(chunks_to, waiting))
    sending.start()
    wanted = False

    def is_wanted() -> bool:
        nonlocal wanted
        wanted = wanted or asked.poll()
        return wanted

    chosen = next(one for one in FORMATS if one.name == format_name)
    try:
        with open_again(place, name) as text:
            for chunk in completed(chunks(records(chosen, text)), is_wanted):
                waiting.put(pickle.dumps((chunk, text.share()), pickle.HIGHEST_PROTOCOL))
    except Exception as error:  # noqa: BLE001 - it is raised where it can be told
        waiting.put(pickle.dumps(error))
    waiting.put(pickle.dumps(None))
    waiting.put(_END)
    sending.join()


def _send(chunks_to: Connection, waiting: queue.Queue[bytes]) -> None:
    """Write what is waiting, beside the reading."""
    try:
        while (message := waiting.get()) != _END:
            chunks_to.send_bytes(message)
    except OSError:  # nobody listens: the import has ended, and so does this
        os._exit(0)
