"""The trained encoder: what it sees of a document, what it says, and how it is run."""
