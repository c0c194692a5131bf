"""Every change of the reader's own data, in the transaction that makes it, with undo, redo and history."""
