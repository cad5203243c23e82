from kg.evaluation.entities import EntityCounts, listings, score_entities
from kg.evaluation.scoring import score
from tests.evaluation.conftest import entity, fact

RIGHT = fact("develops", "Alpha", "ABC-1")


def listed(*entities, document="d"):
    return listings([{"document": document, "entities": list(entities)}])


def test_entities_of_required_facts_are_found_by_any_name_and_type(gold):
    outcomes = score(gold, [RIGHT]).outcomes
    scores = score_entities(outcomes, listed(entity("ALPHA"), entity("abc1", "platform"), entity("gout")))
    assert {name: (c.required, c.found) for name, c in scores.types.items()} == {
        "company": (2, 1),  # Beta is not in the listing
        "drug": (1, 0),  # found, but as a platform
        "indication": (1, 1),
    }
    assert scores.types["drug"].named == 1
    assert (scores.all.required, scores.all.found, scores.all.named) == (4, 2, 3)  # Fold-It is used by no fact


def test_entities_that_only_optional_facts_use_need_not_be_found(gold):
    outcomes = score(gold, [], without=["partnersWith"]).outcomes  # Beta is left in the optional fact
    assert score_entities(outcomes, {}).types["company"] == EntityCounts(required=1)
    outcomes = score(gold, [fact("manufactures", "Beta", "ABC-1")], without=["partnersWith"]).outcomes
    assert score_entities(outcomes, {}).types["company"].required == 1


def test_entities_of_produced_facts_are_right_by_name_and_by_type(gold):
    produced = [
        RIGHT,
        fact("develops", "Alpha", entity("Fold-It", "drug")),  # a gold entity of another type
        fact("develops", "Alpha", entity("Congress", "drug")),
        fact("raised", "Alpha", "USD 5"),
    ]
    scores = score_entities(score(gold, produced).outcomes)
    assert not scores.listed
    drugs = scores.types["drug"]
    assert (drugs.produced, drugs.right, drugs.typed) == (3, 2, 1)
    assert (scores.types["company"].produced, scores.types["company"].right) == (1, 1)


def test_a_document_without_a_listing_has_nothing_found(gold):
    scores = score_entities(score(gold, [RIGHT]).outcomes, listed(entity("Alpha"), document="other"))
    assert scores.listed
    assert scores.all.found == 0
