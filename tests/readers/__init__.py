"""Real readers subscribe to what feedtool delivers: `make readers`.

`table` lists the readers, a row each; `debian` and `libraries` know how each is started and where it keeps what it saw;
`programs/` holds what a library needs to be a reader, in its own language; `install` fetches them.  The readers are
oracles that we did not write: what one of them shows differently is stated in its row, with the reason, and the tests
hold it to exactly that.
"""
