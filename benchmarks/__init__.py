"""What is measured, against which peers, and the command that measures it again: `make bench`."""
