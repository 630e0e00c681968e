"""Store: the ledger's files, the lock, shipped data and paths."""
