"""`python -m bot` is `notdate`."""

from bot.shells.cli import main

if __name__ == "__main__":
    main()
