"""The server of the app: a port of this machine, a key, a browser."""

import os
import socket
import threading
import webbrowser
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from sim.config.refusal import Refusal

HOST, PORT, TRIED = "127.0.0.1", 8600, 20


def serve(
    root: Path, perform: Callable[..., Any], port: int | None = None, browser: bool = True
) -> None:
    """Serve the app until it is interrupted.

    Args:
        root: The folder whose run folders are shown and into which runs are written.
        perform: Does a run: takes its words and a way to tell how far it is; returns its folder.
        port: The port; None for the first that is free from 8600 on.
        browser: Whether to open the address.

    Raises:
        Refusal: The port is taken, or the extra ``app`` is not installed.
    """
    try:
        import uvicorn
        from anyio import to_thread

        from sim.app.guard import new_key
        from sim.app.site import site
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("starlette", "uvicorn"):
            raise
        raise Refusal("sim app needs two more packages: pip install 'smarketing[app]'") from None
    with _listening(port) as listening:
        number, key = listening.getsockname()[1], new_key()
        address = f"http://{HOST}:{number}/?key={key}"
        app = site(root, perform, number, key)
        quiet: dict[str, Any] = {"log_level": "warning", "server_header": False}
        config = uvicorn.Config(app, timeout_graceful_shutdown=1, **quiet)

        class Server(uvicorn.Server):
            """Ends what streams and answers wait for before it waits for them."""

            async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
                await to_thread.run_sync(app.state.office.close)
                await super().shutdown(sockets)

        print(f"sim: {address}\nsim: for this machine alone; to end it press Ctrl+C", flush=True)
        if browser:
            threading.Timer(0.3, webbrowser.open, [address]).start()
        with suppress(KeyboardInterrupt):
            Server(config).run(sockets=[listening])


def _listening(port: int | None) -> socket.socket:
    """A socket on the port, or on the first that is free."""
    for number in [port] if port is not None else range(PORT, PORT + TRIED):
        one = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        if os.name == "posix":  # elsewhere it lets two servers share a port
            one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            one.bind((HOST, number))
            one.listen()
            return one
        except OSError:
            one.close()
    if port is not None:
        raise Refusal(f"--port {port} is taken: name another, or leave it out")
    raise Refusal(f"ports {PORT} to {PORT + TRIED - 1} are taken: name one with --port")
