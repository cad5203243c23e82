"""The error tree. Every message is one line that says where, what, and what to do.

A command that ends with one of these prints it to stderr and exits with the class's ``exit_code``; 2 is the command
line's own (a wrong option), 0 is success.
"""

from __future__ import annotations

from typing import ClassVar

from kg.text import line


class KgError(Exception):
    """Something that the user can put right."""

    exit_code: ClassVar[int] = 1

    def __str__(self) -> str:
        """The message: one line, on which nothing of a document or a file's name is obeyed by a terminal."""
        return line(super().__str__())


# Documents ------------------------------------------------------------------------------------------------------------


class DocumentError(KgError):
    """A document cannot be read; it costs that document only."""

    exit_code = 10


class DocumentNotFoundError(DocumentError):
    """There is no such file or URL."""

    exit_code = 11


class EmptyDocumentError(DocumentError):
    """A document has no text."""

    exit_code = 12


class BinaryDocumentError(DocumentError):
    """A document is of no kind that a reader takes."""

    exit_code = 13


class EncodingError(DocumentError):
    """A document's bytes are no text in any encoding that fits."""

    exit_code = 14


class LanguageError(DocumentError):
    """A document is in a language that is not read."""

    exit_code = 18


class DocumentTooLargeError(DocumentError):
    """A document has more text than the settings allow."""

    exit_code = 15


class NothingToReadError(DocumentError):
    """No document of the given sources could be read."""

    exit_code = 16


class DatesError(DocumentError):
    """A file of dates cannot be read, or has what is no date."""

    exit_code = 19


class PartialBuildError(DocumentError):
    """The build is done and stored, but some documents were left out."""

    exit_code = 17


# Store ----------------------------------------------------------------------------------------------------------------


class StoreError(KgError):
    """The store cannot be used."""

    exit_code = 20


class StoreNotFoundError(StoreError):
    """There is no store at this path or URL."""

    exit_code = 21


class NotAStoreError(StoreError):
    """There is something else at this path."""

    exit_code = 22


class StoreLockedError(StoreError):
    """Another process holds the store."""

    exit_code = 23


class ValidationError(KgError):
    """The graph violates its shapes."""

    exit_code = 25


class JudgementError(KgError):
    """The file of judgements says what cannot be followed, or contradicts itself; the message has the line."""

    exit_code = 28


# Queries --------------------------------------------------------------------------------------------------------------


class QueryError(KgError):
    """A query cannot be answered."""

    exit_code = 30


class UnknownTemplateError(QueryError):
    """There is no template of this name."""

    exit_code = 31


class ParameterError(QueryError):
    """A template's parameter is unknown, missing or of the wrong kind."""

    exit_code = 32


class UnknownEntityError(QueryError):
    """A name matches no entity; the message offers near names."""

    exit_code = 33


class AmbiguousEntityError(QueryError):
    """A name matches several entities; the message lists them."""

    exit_code = 34


class SparqlError(QueryError):
    """A SPARQL query is malformed; the message has line and column."""

    exit_code = 35


class RefusedQueryError(QueryError):
    """A query is out of bounds: too long, too deep, an update, or one that would ask another server."""

    exit_code = 37


class QueryTimeoutError(QueryError):
    """A query has no answer within its deadline."""

    exit_code = 38


class TemplateError(QueryError):
    """A template file is malformed."""

    exit_code = 36


# Output ---------------------------------------------------------------------------------------------------------------


class OutputError(KgError):
    """A file cannot be written, or a format is unknown."""

    exit_code = 40


class SettingsError(KgError):
    """A file of settings cannot be read, or has a key that means nothing."""

    exit_code = 42


class ComponentError(KgError):
    """A component of this name is not installed, or cannot be loaded."""

    exit_code = 41


class ModelError(KgError):
    """A trained model is missing, altered, or made for another version of the package."""

    exit_code = 51
