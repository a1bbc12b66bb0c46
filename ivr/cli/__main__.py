"""``python -m ivr.cli`` is the ``ivr`` command."""

from ivr.cli.command import main

if __name__ == "__main__":
    main(prog_name="ivr")
