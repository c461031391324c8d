"""A worker without a port: it shows that it is alive by touching a file."""

import pathlib
import signal
import sys
import time

signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
while True:
    pathlib.Path("/tmp/alive").touch()
    time.sleep(10)
