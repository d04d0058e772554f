"""The command line: ``gsearch``. Each command is imported when it is called, so that a search starts fast."""

from search_app.cli.app import main, run

__all__ = ["main", "run"]
