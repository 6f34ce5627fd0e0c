"""The network between one machine and a server: what goes over it can be held up in silence, or cut off."""

import socket
import struct
import threading
from contextlib import suppress

#: A connection that ends with this is broken off, not closed in peace.
BROKEN = struct.pack("ii", 1, 0)
AT_ONCE = 65_536


class Network:
    """Listens on `port` and passes everything on to another port of this machine."""

    def __init__(self, target: int) -> None:
        self.target = target
        self._through = threading.Event()
        self._through.set()
        self._lines: list[socket.socket] = []
        self._door = _listening(0)
        self.port = int(self._door.getsockname()[1])
        threading.Thread(target=self._let_in, args=(self._door,), daemon=True).start()

    def silence(self) -> None:
        """Nothing comes through, in either direction, and nobody is told."""
        self._through.clear()

    def refuse(self) -> None:
        """Every connection breaks, and no new one is taken."""
        self._close_door()
        self._break_all()

    def restore(self) -> None:
        """What was held up goes on; new connections are taken again."""
        self._through.set()
        if self._door.fileno() == -1:
            self._door = _listening(self.port)
            threading.Thread(target=self._let_in, args=(self._door,), daemon=True).start()

    def end(self) -> None:
        self._close_door()
        self._break_all()
        self._through.set()

    def _close_door(self) -> None:
        # Who waits in accept() keeps the door open until somebody pushes.
        with suppress(OSError):
            self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()

    def _break_all(self) -> None:
        lines, self._lines = self._lines, []
        for line in lines:
            with suppress(OSError):
                line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, BROKEN)
                line.shutdown(socket.SHUT_RDWR)
            line.close()

    def _let_in(self, door: socket.socket) -> None:
        with suppress(OSError):
            while True:
                near, _ = door.accept()
                threading.Thread(target=self._connect, args=(near,), daemon=True).start()

    def _connect(self, near: socket.socket) -> None:
        self._through.wait()
        try:
            far = socket.create_connection(("127.0.0.1", self.target))
        except OSError:
            near.close()
            return
        self._lines += [near, far]
        for source, sink in ((near, far), (far, near)):
            threading.Thread(target=self._pass_on, args=(source, sink), daemon=True).start()

    def _pass_on(self, source: socket.socket, sink: socket.socket) -> None:
        with suppress(OSError):
            source.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            while True:
                found = source.recv(AT_ONCE)
                # That somebody closed does not come through either.
                self._through.wait()
                if not found:
                    break
                sink.sendall(found)
        for each in (source, sink):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()


def _listening(port: int) -> socket.socket:
    door = socket.socket()
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    door.bind(("127.0.0.1", port))
    door.listen(256)
    return door
