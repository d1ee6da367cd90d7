"""One file a command. Data goes to stdout, talk to stderr; exit 0 done, 1 not done, 2 asked wrongly."""
