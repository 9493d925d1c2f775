"""A new file that takes the place of the old one at once, or leaves it as it was.

It grows beside the old one under another name. A lock on it says that
somebody is at work: what killed processes leave behind has none, and is
removed by the next one in that folder.
"""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

SUFFIX = ".wfacts-part"
"""The end of an unfinished file's name, which begins with a dot."""


@contextmanager
def draft_beside(target: Path) -> Iterator[Path]:
    """The path of a new, empty file beside *target*; removed in the end if it is still there.

    `publish` ends that. Raises OSError if no file can be written there.
    """
    _remove_stale(target.parent)
    descriptor = None
    path = _name_draft(target)
    try:  # around the making too: a signal may come between that and its next line
        while descriptor is None:
            path = _name_draft(target)
            descriptor = _open_draft(path)
        yield path
    finally:
        path.unlink(missing_ok=True)
        if descriptor is not None:
            os.close(descriptor)


def publish(draft: Path, target: Path) -> None:
    """Put the complete *draft* in the place of *target*; a power cut finds one or the other."""
    _sync(draft)
    draft.replace(target)
    _sync(target.parent)


def _name_draft(target: Path) -> Path:
    """A path beside *target* that no other process takes."""
    return target.with_name(f".{target.name[:100]}.{os.getpid()}-{time.time_ns():x}{SUFFIX}")


def _open_draft(path: Path) -> int | None:
    """The new file *path*, locked; None if another build took it for stale before that."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o666)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    if path.exists():
        return descriptor
    os.close(descriptor)
    return None


def _remove_stale(folder: Path) -> None:
    """Remove the unfinished files in *folder* that nobody holds a lock on."""
    for path in folder.glob(f".*{SUFFIX}"):
        with suppress(OSError):  # locked, gone, or not ours to remove
            descriptor = os.open(path, os.O_RDWR | os.O_NOFOLLOW)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                path.unlink()
            finally:
                os.close(descriptor)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
