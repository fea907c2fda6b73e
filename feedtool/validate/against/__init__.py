"""AGAINST: what the subscribers of a document will see when another takes its place."""
