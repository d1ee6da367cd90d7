"""The console, over a real store and real sockets."""
