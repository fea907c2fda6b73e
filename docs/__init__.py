"""The documentation, and what writes and checks its reference pages."""
