"""From what the encoder sees to facts: candidates with features, and trained scorers that keep or drop them."""
