"""Where store and model meet: (release, View) → Comparison, with what it means in words and where it comes from."""
