"""Each row of the tables in ``quote_cases`` is counted as it says, and adds up."""

import pytest

from tests.shop import quoting

CASES = list(quoting.cases())


def test_there_are_hundreds_of_cases_and_each_has_its_own_words():
    assert len(CASES) >= 200
    assert len({name for name, _ in CASES}) == len(CASES)


@pytest.mark.parametrize("case", [case for _, case in CASES], ids=[name for name, _ in CASES])
def test_a_case_is_counted_as_its_table_says(case):
    quote = case.quote()

    assert (quoting.condensed(quote), str(quote.total)) == (case.trace, case.total)
    quoting.assert_consistent(quote)
    assert quoting.amounts(case.quote(backwards=True)) == quoting.amounts(quote)
