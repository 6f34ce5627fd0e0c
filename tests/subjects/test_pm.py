"""What is said of a PM item without an amount."""

from lib.comparison.pm import possible_range
from lib.comparison.release import Release


def test_a_range_is_told_with_its_grounds_and_never_as_that_of_a_source(release: Release) -> None:
    told = {name: possible_range(item) for name, item in release.pm.items()}
    assert told["tijdelijke_plekken"] == (
        "mogelijk bereik €\N{NO-BREAK SPACE}0 tot €\N{NO-BREAK SPACE}400.000 per jaar (onder- en bovengrens: aanname)"
    )
    assert told["belastingen"] == ""
    assert {name for name, words in told.items() if words} == {k for k, v in release.pm.items() if v.low is not None}
