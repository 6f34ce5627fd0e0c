"""What a view shows as numbers that can be stored, and what has changed since."""
