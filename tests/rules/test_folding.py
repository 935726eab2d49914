from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.rules.characters import IRREGULAR, QUICK_TABLE, simplify
from monitor.rules.folding import BOUNDARY, align, fold, fold_together, offsets

NEWS_LIKE = st.text(
    alphabet=st.one_of(
        st.characters(),
        st.sampled_from(
            "aAeEßæØłıİ'’s.SU-– \t\u0301\u0306\u200bйёЁїЇ北約ก้ﬁｶﾞ한\u1112\u1161\u11ab½٣\0_ـّ"
        ),
    ),
    max_size=40,
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("", ""),
        (" \t\n ", ""),
        ("!?…—", ""),
        ("Ruritania’s envoys", "ruritania envoys"),
        ("RURITANIA'S", "ruritania"),
        ("the states’ talks", "the states talks"),
        ("U.S. and U.N. envoys", "us and un envoys"),
        ("A U.S-led group. In the U.S.", "a us led group in the us"),
        ("U.S.Ruritania", "us ruritania"),
        ("J.R.R. Hart", "jrr hart"),
        ("Plan B. A new start", "plan b a new start"),
        ("10.01.2022 at 5.30 p.m.", "10 01 2022 at 5 30 pm"),
        ("US-Ruritania/Elbonia", "us ruritania elbonia"),
        ("non‑breaking\u00a0and – dash — “quotes”", "non breaking and dash quotes"),
        ("Støre in Łódź, Đakovo, Reykjavík, Þórshöfn", "store in lodz dakovo reykjavik thorshofn"),
        ("Straße STRASSE ẞ", "strasse strasse ss"),
        ("Æthelred œuvre", "aethelred oeuvre"),
        ("Diyarbakır İzmir", "diyarbakir izmir"),
        ("e\u0301te\u0301 été", "ete ete"),
        ("l’OTAN d'Ukraine", "l otan d ukraine"),
        ("ёлка йод і\u0306 и\u0306 Київ", "елка йод і й київ"),
        ("ﬁnance ① ½ №5", "finance 1 1 2 no5"),
        ("Ａｃｍｅ ｶﾞｽ", "acme ガ ス"),
        ("Acme™ deal®", "acme deal"),
        ("soft\u00adhyphen zero\u200bwidth", "softhyphen zerowidth"),
        ("#Peace_Talks @desk", "peace talks desk"),
        ("北約會議NATO峰会", "北 約 會 議 nato 峰 会"),
        ("ประชุม", "ป ร ะ ชุ ม"),
        ("रूस और अमेरिका।", "रूस और अमेरिका"),
        ("أَمِيركا ١٢", "اميركا 12"),
        ("한국 \u1112\u1161\u11ab국", "한국 한국"),
        ("a\0b", "a b"),
    ],
)
def test_folded_words(text: str, folded: str) -> None:
    assert fold(text).text.strip() == folded


def test_a_short_i_is_a_letter_of_its_own() -> None:
    assert fold("й").text != fold("и").text
    assert fold("ё").text == fold("е").text


def test_case_is_kept_beside_the_folded_text() -> None:
    folded = fold("The U.S. and us – İzmir’s ẞ")
    assert folded.cased_text.strip() == "The US and us Izmir SS"
    assert folded.text == folded.cased_text.lower()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The U.S.-Elbonia pact", ["The", "U.S.", "Elbonia", "pact"]),
        ("Elbonia’s “Straße”!", ["Elbonia", "Straße"]),
        ("½ ﬁne e\u0301te\u0301", ["½", "½", "ﬁne", "e\u0301te\u0301"]),
        ("zero\u200bwidth", ["zero\u200bwidth"]),
        ("北约 summit", ["北", "约", "summit"]),
    ],
)
def test_words_map_back_to_the_original(text: str, words: list[str]) -> None:
    assert [text[start:end] for start, end in align(fold(text)).spans] == words


@given(NEWS_LIKE)
def test_folding_is_well_formed_and_aligned(text: str) -> None:
    folded = fold(text)
    words = folded.text.split()
    assert folded.text == (f" {' '.join(words)} " if words else " ")
    assert len(folded.cased_text) == len(folded.text)
    alignment = align(folded)
    assert len(alignment.spans) == len(words)
    for index, span in enumerate(alignment.spans):
        assert folded.span(index, len(words) - 1) == (span[0], alignment.spans[-1][1])
        assert folded.span(0, index) == (alignment.spans[0][0], span[1])
    for before, after in zip(alignment.spans, alignment.spans[1:], strict=False):
        assert before[0] <= after[0]
        assert before[1] <= after[1]
    assert all(0 <= start < end <= len(text) for start, end in alignment.spans)


@given(NEWS_LIKE)
def test_folding_what_is_folded_changes_nothing(text: str) -> None:
    once = fold(text).text
    assert fold(once).text == once


@given(NEWS_LIKE)
def test_the_quick_way_and_the_slow_way_agree(text: str) -> None:
    if IRREGULAR.search(text) is None:
        # A ligature that folds to nothing but its letters sends the same text the slow way.
        slow = fold(text + " ﬁ").text
        assert slow == fold(text + " fi").text


MOSTLY_ASCII = st.text(alphabet="abSU's. ’–“é…\u00a0É7_-\t\2\0", max_size=40)


@given(MOSTLY_ASCII)
def test_bytes_and_text_fold_alike(text: str) -> None:
    quick, slow = fold(text), fold(text + " й")  # a letter beyond ASCII goes the way of all scripts
    assert isinstance(quick.cased, bytes)
    assert isinstance(slow.cased, str)
    words = quick.text.split()
    assert slow.text.split() == [*words, "й"]
    assert slow.cased_text.split() == [*quick.cased_text.split(), "й"]
    for index in range(len(words)):
        assert quick.span(index, index) == slow.span(index, index)


@given(st.lists(NEWS_LIKE, min_size=2, max_size=3))
def test_fields_fold_together_as_they_do_alone(fields: list[str]) -> None:
    together = fold_together(fields)
    alone = [fold(field) for field in fields]
    parts = together.text.split(BOUNDARY)
    assert [part.split() for part in parts] == [one.text.split() for one in alone]
    cased = [together.cased_field(index) for index in range(len(fields))]
    told = [part.decode() if isinstance(part, bytes) else part for part in cased]
    assert [part.split() for part in told] == [one.cased_text.split() for one in alone]
    word = 0
    for field, one, offset in zip(fields, alone, offsets(fields), strict=True):
        for index in range(len(one.text.split())):
            start, end = one.span(index, index)
            assert together.span(word, word) == (offset + start, offset + end)
            word += 1
        word += 1  # the boundary
        assert together.original[offset : offset + len(field)] == field.replace(BOUNDARY, " ")


def test_the_quick_table_is_what_simplify_says() -> None:
    for point, char in QUICK_TABLE.items():
        expected = simplify(chr(point))
        assert char.strip(" \0") == expected.strip(), hex(point)
    for point in (0x4E00, 0x9FFF, 0xAC00, 0xD7A3):
        assert simplify(chr(point)) == chr(point)


def test_word_positions() -> None:
    folded = fold("one two-three four")
    assert folded.span(1, 2) == (4, 13)
    start = folded.data.index(b" three ")
    assert folded.original_spans([(start, start + len(b" three "), 0)]) == [(8, 13)]
    assert align(folded).word_at_original(5) == 1
    assert align(folded).word_at_original(8) == 2
    assert align(fold("")).word_at_original(0) == 0


@given(st.lists(MOSTLY_ASCII | st.text("ab. '\u2014A", max_size=40), min_size=1, max_size=3))
def test_a_span_of_the_folded_data_leads_to_the_same_words_as_their_numbers(
    fields: list[str],
) -> None:
    folded = fold_together(fields)
    data = folded.data
    blanks = [at for at in range(len(data)) if data[at : at + 1] == b" "]
    for first, start in enumerate(blanks[:-1]):
        for last in range(first, min(first + 3, len(blanks) - 1)):
            assert folded.original_spans([(start, blanks[last + 1] + 1, 0)]) == [
                folded.span(first, last)
            ]
