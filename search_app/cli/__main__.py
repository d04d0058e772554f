"""``python -m search_app.cli`` is ``gsearch``."""

from search_app.cli import main

main()
