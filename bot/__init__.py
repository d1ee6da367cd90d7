"""Not-Date: a list of curious questions, run as real conversations."""

__version__ = "0.1.0"
