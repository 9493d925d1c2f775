"""The entry point of ``wfacts`` and of ``python -m wfacts``."""

import gc
import os
import signal
import sys


def run() -> None:
    """Run the command line and exit with its status.

    Ctrl-C ends the process at once and without a traceback, imports included,
    because SIGINT gets its default action back before anything is imported.
    """
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    # A look-up is over before a collection could pay (4 of 87 ms on a slow machine).
    # The long commands need none either: what they drop is in no circle.
    gc.disable()
    from wfacts.cli.main import main  # noqa: PLC0415 - see above

    status = main(sys.argv[1:])
    if os.environ.get("WFACTS_DEBUG"):
        sys.exit(status)  # profilers want the interpreter's own way out
    # Everything is written and closed; taking 180 modules apart would cost
    # another 11 of those 87 ms.
    os._exit(status)


if __name__ == "__main__":
    run()
