"""PgBouncer in transaction mode between the app and the tests' Postgres: Debian's package, where it is installed."""

import os
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.database import driver_url
from devtools.postgres import as_server, give_to_nobody, socket_folder

PROGRAM = shutil.which("pgbouncer", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
"""None where it is not installed. Debian puts it where only root looks."""
TRACKS_SINCE = (1, 21)
"""The first version that can track prepared statements; older ones refuse the setting."""
PORT = 6432
"""A part of the socket's name, and no port."""
_LOGGED_WHEN_READY = "process up"
_CONFIG = """
[databases]
* = host={host} port={port} user=postgres
[pgbouncer]
listen_addr =
listen_port = {listen}
unix_socket_dir = {folder}
auth_type = any
pool_mode = transaction
default_pool_size = {server_connections}
"""
# The shell ends PgBouncer once its own standard input ends: with the tests, however those end.
_WITH_OWNER = '"$@" & exec 2>/dev/null; read -r _; kill -KILL $!'


def version() -> tuple[int, int]:
    """Major and minor version of the PgBouncer that is installed."""
    assert PROGRAM
    said = subprocess.run([PROGRAM, "--version"], capture_output=True, text=True, check=True).stdout
    found = re.search(r"(\d+)\.(\d+)", said)
    assert found, said
    return int(found[1]), int(found[2])


@contextmanager
def pgbouncer(url: str, *, server_connections: int, tracks: bool = False) -> Iterator[str]:
    """Run it before the database at `url`; gives the address of the same database behind it.

    All clients share `server_connections`. With `tracks` it tracks prepared statements, which needs TRACKS_SINCE;
    else it does not, as no version before that does.
    """
    assert PROGRAM
    direct = driver_url(url)
    with socket_folder("pgbouncer-") as name:
        folder = Path(name)
        config = _CONFIG.format(
            host=direct.query["host"],
            port=direct.query["port"],
            listen=PORT,
            folder=folder,
            server_connections=server_connections,
        )
        if version() >= TRACKS_SINCE:
            config += f"max_prepared_statements = {200 if tracks else 0}\n"
        (folder / "pgbouncer.ini").write_text(config)
        (folder / "pgbouncer.ini").chmod(0o644)
        if os.geteuid() == 0:  # it refuses to be root, as Postgres does
            give_to_nobody(folder)
        command = ["sh", "-c", _WITH_OWNER, "sh", PROGRAM, str(folder / "pgbouncer.ini")]
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, **as_server()
        ) as running:
            assert running.stdin
            assert running.stderr
            said: list[str] = []
            for line in running.stderr:
                said.append(line)
                if _LOGGED_WHEN_READY in line:
                    break
            else:
                raise RuntimeError(f"PgBouncer did not start:\n{''.join(said)}")
            rest = threading.Thread(target=said.extend, args=[running.stderr])  # lest the pipe fills up
            rest.start()
            try:
                query = {"host": name, "port": str(PORT)}
                yield direct.set(drivername="postgresql", query=query).render_as_string(hide_password=False)
            finally:
                running.stdin.close()
                rest.join()
