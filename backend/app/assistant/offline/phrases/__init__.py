"""What people write: the patterns by which the offline assistant reads a message, one table a kind. No logic."""
