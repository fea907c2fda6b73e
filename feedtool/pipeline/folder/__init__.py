"""Runs on a project whose articles are files in a folder, with an index beside them that knows what changed."""
