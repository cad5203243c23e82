"""From what each document says to what all of them say: entity resolution, statements, conflicts, time."""

from kg.assembly.assemble import assemble

__all__ = ["assemble"]
