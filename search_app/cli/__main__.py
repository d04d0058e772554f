"""``python -m search_app.cli`` is ``gsearch``."""

from search_app.cli.app import main

main()
