"""A command-line assistant for AliExpress disputes."""

__version__ = "0.2.0"
