"""``python -m monitor`` is the command ``monitor``."""

from monitor.cli.main import main

main()
