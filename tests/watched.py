"""Runs wfacts under a hook that records what it does to the world outside it.

``python watched.py ARGUMENT...``: prints a line ``watched: EVENT WHAT`` on
stderr for each socket, process, write to a file and change of a directory.
"""

import os
import sys
from pathlib import Path

SOURCE = str(Path(__file__).resolve().parents[1] / "src")
CHANGES = (
    *("os.remove", "os.rename", "os.link", "os.symlink", "os.mkdir", "os.rmdir", "os.chmod"),
    *("os.chown", "os.truncate", "os.utime", "os.setxattr", "shutil.", "tempfile."),
)
STARTS = (
    "subprocess.Popen",
    "os.system",
    "os.exec",
    "os.posix_spawn",
    "os.fork",
    "os.startfile",
)
NETWORK = ("socket.", "urllib.Request", "http.client.", "ftplib.", "smtplib.", "webbrowser.")
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND

seen: list[str] = []


def watch(event: str, arguments: tuple[object, ...]) -> None:
    """Record *event* if it is more than reading."""
    if event.startswith((*CHANGES, *STARTS, *NETWORK)):
        seen.append(f"{event} {arguments[:2]}")
    elif event == "open":
        path, mode, flags = arguments
        writes = isinstance(flags, int) and flags & WRITING
        if writes or (isinstance(mode, str) and set(mode) & set("wax+")):
            seen.append(f"open {path}")
    elif event == "sqlite3.connect" and arguments[0] != ":memory:":
        seen.append(f"sqlite3.connect {arguments[0]}")


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    sys.path.insert(0, SOURCE)
    sys.addaudithook(watch)
    from wfacts.cli.main import main

    status = main(sys.argv[1:])
    for line in seen:
        sys.stderr.write(f"watched: {line}\n")
    sys.exit(status)
