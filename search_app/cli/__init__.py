"""The command line: ``gsearch``. Each command is imported when it is called, so that a search starts fast."""

import signal


def main() -> None:
    """The console script; Ctrl-C while the program is still loading ends it without a word."""
    before = signal.signal(signal.SIGINT, signal.SIG_DFL)
    from search_app.cli.app import main as loaded

    signal.signal(signal.SIGINT, before)
    loaded()
