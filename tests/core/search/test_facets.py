from hypothesis import given
from hypothesis import strategies as st

from certdeck.core.search.facets import domains_in, kinds_in, of_domains, of_kinds, states_in, values_of, with_values
from certdeck.core.search.parser import parse
from certdeck.core.search.printing import printed
from certdeck.core.search.query import Everything, Query
from tests.core.search.queries import QUERIES


def test_a_query_says_what_it_is_narrowed_down_to() -> None:
    query = parse("payload domain:3,4 is:due (kind:card or kind:sheet)")
    assert values_of(query, domains_in) == ("3", "4")
    assert values_of(query, states_in) == ("due",)
    assert values_of(query, kinds_in) == ()
    assert values_of(parse("is:due is:new"), states_in) == (), "both at once is not a choice among them"
    assert values_of(Everything(), kinds_in) == ()


def test_other_values_stand_where_the_old_ones_stood() -> None:
    query = parse("a domain:3 b")
    assert printed(with_values(query, domains_in, of_domains, ("1", "2"))) == "a domain:1,2 b"
    assert printed(with_values(query, domains_in, of_domains, ())) == "a b"
    assert printed(with_values(parse("a or b"), kinds_in, of_kinds, ("card",))) == "(a or b) kind:card"
    assert with_values(parse("domain:3"), domains_in, of_domains, ()) == Everything()


@given(QUERIES, st.sets(st.sampled_from(["1", "2", "3"]), min_size=1).map(sorted))
def test_what_was_put_in_is_found_again(query: Query, wanted: list[str]) -> None:
    cleared = query
    while (found := with_values(cleared, domains_in, of_domains, ())) != cleared:
        cleared = found
    if values_of(cleared, domains_in) == () and "Covers" not in str(getattr(cleared, "parts", ())):
        assert values_of(with_values(cleared, domains_in, of_domains, wanted), domains_in) == tuple(wanted)
