"""Core: pure decisions; no files, clock, terminal, environment or randomness."""
