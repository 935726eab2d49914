from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from hypothesis import given
from hypothesis import strategies as st

from monitor.rules.triggers import Key, Postings, Trigger

NUMBERS = st.integers(-3, 12)
KEYS = st.sets(st.tuples(NUMBERS) | st.tuples(NUMBERS, NUMBERS).filter(lambda key: key[0] < key[1]))


def posted(rules: list[set[Key]], popularity: dict[int, int]) -> Postings:
    postings = Postings()
    for index, keys in enumerate(rules):
        postings.add(index, Trigger(tuple(sorted(keys))), popularity)
    return postings


@given(
    st.lists(KEYS, max_size=8),
    st.lists(st.sets(NUMBERS), max_size=8),
    st.permutations(range(-3, 13)),
)
def test_a_rule_is_touched_where_one_of_its_keys_is_seen_whatever_was_seen_before(
    rules: list[set[Key]], items: list[set[int]], order: list[int]
) -> None:
    postings = posted(rules, {number: rank for rank, number in enumerate(order)})
    for seen in items:
        expected = {
            index for index, keys in enumerate(rules) if any(seen.issuperset(key) for key in keys)
        }
        touched = postings.touched(seen)
        assert set(touched) == expected
        for index, numbers in touched.items():
            held = [key for key in rules[index] if seen.issuperset(key)]
            assert list(numbers) == sorted(set().union(*held))


def test_a_rule_that_nothing_in_particular_must_be_seen_for_is_always_touched() -> None:
    postings = Postings()
    postings.add(4, None, {})
    assert postings.touched(set()) == {4: ()}


def test_threads_that_meet_the_two_of_a_pair_at_once_miss_nothing() -> None:
    count = 300
    rules: list[set[Key]] = [{(number, number + count)} for number in range(count)]
    postings = posted(rules, dict.fromkeys(range(2 * count), 1))
    ones = [{number} for pair in range(count) for number in (pair, pair + count)]
    pairs = [{number, number + count} for number in range(count)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(postings.touched, ones))
        touched = list(pool.map(postings.touched, pairs))
    assert touched == [{number: (number, number + count)} for number in range(count)]
