"""Commands: options -> core -> view -> exit code; the only readers of the clock."""
