"""`grodd serve`: answer browsers with granian, plain WSGI."""

import argparse

from django.conf import settings
from granian import Granian
from granian.constants import Interfaces


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to listen, and with how many hands."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on")
    parser.add_argument("--workers", type=int, default=2, help="processes (one per core)")
    parser.add_argument("--threads", type=int, default=4, help="threads in each process")


def run(options: argparse.Namespace) -> int:
    """Serve until told to stop."""
    module, _, name = settings.WSGI_APPLICATION.rpartition(".")
    Granian(
        f"{module}:{name}",
        address=options.host,
        port=options.port,
        interface=Interfaces.WSGI,
        workers=options.workers,
        blocking_threads=options.threads,
        log_access=False,
        respawn_failed_workers=True,
    ).serve()
    return 0
