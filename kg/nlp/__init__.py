"""From text to facts: a spaCy pipeline whose components find entities, link them, and read relations off them."""
