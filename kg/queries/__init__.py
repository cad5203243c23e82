"""Ready-made questions: one ``.rq`` file each, with typed parameters that take names as people write them."""

from kg.queries.entities import Lookup
from kg.queries.results import Results
from kg.queries.run import run
from kg.queries.templates import Parameter, Template, template, templates

__all__ = ["Lookup", "Parameter", "Results", "Template", "run", "template", "templates"]
