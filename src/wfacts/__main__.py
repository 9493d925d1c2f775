"""The entry point of ``wfacts`` and of ``python -m wfacts``."""

import signal
import sys


def run() -> None:
    """Run the command line and exit with its status.

    Ctrl-C ends the process at once and without a traceback, imports included,
    because SIGINT gets its default action back before anything is imported.
    """
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    from wfacts.cli.main import main  # noqa: PLC0415 - see above

    sys.exit(main(sys.argv[1:]))


if __name__ == "__main__":
    run()
