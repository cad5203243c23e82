"""Queries that grow: what recursive parsers and planners die of. Run as a script, it asks one of them in five sizes."""

import sys

SIZES = (10, 45, 120, 3_000, 30_000)
SHAPES = {
    "braces": lambda n: "SELECT * { " + "{" * n + "?s ?p ?o" + "}" * n + " }",
    "parentheses": lambda n: "SELECT * { ?s ?p ?o FILTER " + "(" * n + "true" + ")" * n + " }",
    "blank nodes": lambda n: "SELECT * { ?s ?p " + "[ ?p " * n + "1" + " ]" * n + " }",
    "nested collections": lambda n: "SELECT * { ?s ?p " + "(" * n + "1" + ")" * n + " }",
    "a long collection": lambda n: "SELECT * { ?s ?p (" + "1 " * n + ") }",
    "functions": lambda n: "SELECT * { ?s ?p ?o FILTER(" + "STR(" * n + "?o" + ")" * n + " != '') }",
    "nested OPTIONALs": lambda n: "SELECT * { ?s ?p ?o " + "OPTIONAL { ?s ?p ?o " * n + "}" * n + " }",
    "flat OPTIONALs": lambda n: "SELECT * { ?s ?p ?o " + "OPTIONAL { ?s ?p ?o } " * n + "}",
    "subqueries": lambda n: "SELECT * { " + "{ SELECT * { " * n + "?s ?p ?o" + " } }" * n + " }",
    "nested EXISTS": lambda n: "SELECT * { ?s ?p ?o " + "FILTER EXISTS { ?s ?p ?o " * n + "}" * n + " }",
    "MINUS": lambda n: "SELECT * { ?s ?p ?o " + "MINUS { ?s ?p ?o } " * n + "}",
    "BINDs": lambda n: "SELECT * { ?s ?p ?o " + " ".join(f"BIND(1 AS ?b{i})" for i in range(n)) + "}",
    "negations": lambda n: "SELECT * { ?s ?p ?o FILTER(" + "!" * n + "true) }",
    "ORs": lambda n: "SELECT * { ?s ?p ?o FILTER(" + "?o = 1 || " * n + "true) }",
    "path steps": lambda n: "SELECT * { ?s " + "rdfs:label/" * n + "rdfs:label ?o }",
    "joins": lambda n: "SELECT * { " + " ".join(f"?v{i} ?p{i} ?v{i + 1} ." for i in range(n)) + " }",
    "GRAPHs": lambda n: "SELECT * { " + "GRAPH ?g { ?s ?p ?o } " * n + "}",
}


def main(name: str) -> None:
    from kg.errors import KgError
    from kg.graph.stores import open_store

    with open_store(":memory:") as store:
        store.update("INSERT DATA { GRAPH <http://example.org/g> { <http://example.org/a> rdfs:label 'x' } }")
        for size in SIZES:
            try:
                print(f"{size}: {len(list(store.query(SHAPES[name](size), timeout=60)))} rows")
            except KgError as error:
                print(f"{size}: {type(error).__name__}: {error}")


if __name__ == "__main__":
    main(sys.argv[1])
