"""The embedded Postgres: it ends with its owner, keeps its data, and stands in nobody's way."""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from devtools.postgres import PostgresError, postgres

BACKEND = Path(__file__).resolve().parent.parent
OWNER = """
import sys
from pathlib import Path
from devtools.postgres import postgres
with postgres(Path(sys.argv[1])) as url:
    print(url, flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    """A place for data that every user can reach, with a space in its name."""
    with tempfile.TemporaryDirectory(prefix="with a space ") as name:
        Path(name).chmod(0o711)
        yield Path(name) / "data"


def run(url: str, statement: str) -> str:
    with psycopg.connect(url) as connection:
        cursor = connection.execute(statement.encode())
        return str(cursor.fetchall()[0][0]) if cursor.description else ""


def sockets(url: str) -> Path:
    """The folder of the server's socket."""
    return Path(psycopg.conninfo.conninfo_to_dict(url)["host"])  # type: ignore[arg-type]


def test_data_outlive_an_owner_that_is_killed_and_the_server_does_not(folder: Path) -> None:
    command = [sys.executable, "-c", OWNER, str(folder)]
    with subprocess.Popen(command, cwd=BACKEND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as owner:
        assert owner.stdout
        url = owner.stdout.readline().strip()
        run(url, "CREATE TABLE kept AS SELECT 'here' AS word")
        server = int((folder / "postmaster.pid").read_text().splitlines()[0])
        owner.send_signal(signal.SIGKILL)
    # Waits for the first server to end.
    with postgres(folder) as url:
        with pytest.raises(ProcessLookupError):
            os.kill(server, 0)
        assert run(url, "SELECT word FROM kept") == "here"


def test_two_run_side_by_side_and_leave_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGPORT", "1")
    with postgres() as one, postgres() as other:
        run(one, "CREATE TABLE mine ()")
        assert run(other, "SELECT count(*) FROM pg_tables WHERE tablename = 'mine'") == "0"
        assert run(one, "SELECT lower('Ä')") == "ä"
    assert not sockets(one).exists()
    assert not sockets(other).exists()


def test_says_why_it_does_not_start(folder: Path) -> None:
    folder.mkdir()
    (folder / "PG_VERSION").write_text("9.6\n")
    with pytest.raises(PostgresError, match=r"did not start"), postgres(folder):
        pass


@pytest.mark.skipif(os.geteuid() != 0, reason="only root's servers run as another user")
def test_root_is_told_which_folder_bars_the_way(folder: Path) -> None:
    folder.parent.chmod(0o700)
    with pytest.raises(PostgresError, match=rf"chmod o\+x '{folder.parent}'"), postgres(folder):
        pass
