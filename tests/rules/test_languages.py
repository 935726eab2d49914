"""Which language a text is in."""

from __future__ import annotations

import pytest

from monitor.model import Phrase, Scope
from monitor.rules.languages import language_of
from tests.rules.builders import NOW, item, matcher


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The envoys of the two states met in the capital and will meet again", "en"),
        ("Die Gesandten der beiden Staaten trafen sich in der Hauptstadt und wollen weiter reden",
         "de"),
        ("Les envoyés des deux pays se sont vus dans la capitale pour la première fois", "fr"),
        ("Los enviados de los dos países se reunieron en la capital y volverán a verse", "es"),
        ("Gli inviati dei due paesi si sono visti nella capitale per la prima volta", "it"),
        ("Os enviados dos dois países encontraram-se na capital e não falam mais", "pt"),
        ("De gezanten van de twee landen spraken met elkaar in de hoofdstad", "nl"),
        ("Wysłannicy obu państw spotkali się w stolicy, ale nie rozmawiali z prasą", "pl"),
        ("Послы двух государств встретились в столице", "ru"),
        ("Посли двох держав зустрілися у столиці, щоб обговорити її безпеку", "uk"),
        ("Пратеници две државе срели су се у престоници, рекли су њихови људи", "sr"),
        ("两国代表在首都会面", "zh"),
        ("両国の代表が首都で会談した", "ja"),
        ("양국 대표가 수도에서 만났다", "ko"),
        ("التقى مبعوثو الدولتين في العاصمة", "ar"),
        ("نمایندگان دو کشور در پایتخت دیدار کردند", "fa"),
        ("שליחי שתי המדינות נפגשו בבירה", "he"),
        ("Οι απεσταλμένοι των δύο κρατών συναντήθηκαν", "el"),
        ("ผู้แทนของสองประเทศพบกัน", "th"),
        ("दोनों देशों के दूत राजधानी में मिले", "hi"),
        ("", None),
        ("2022-01-10", None),
        ("Ruritania Elbonia Strelsau", None),
        ("EM ASIA FX-Currencies firmer AS markets steady", None),
    ],
)  # fmt: skip
def test_languages(text: str, language: str | None) -> None:
    assert language_of(text) == language


def test_a_rule_for_a_language_takes_items_that_do_not_say_theirs_by_their_words() -> None:
    compiled = matcher(Phrase(text="Strelsau"), scope=Scope(languages=("de",)))

    def matched(title: str, language: str | None = None) -> bool:
        return bool(compiled.match(item(title, language=language), now=NOW))

    german = "Die Gesandten trafen sich in Strelsau und wollen sich nicht mehr sehen"
    english = "The envoys met in Strelsau and will not meet again"
    assert matched(german)
    assert not matched(english)
    assert matched(english, "de-AT")
    assert not matched(german, "en")
    assert matched("Strelsau: Elbonia!")
    explained = compiled.explain(item(english), "r", now=NOW)
    assert "language en (by its words)" in explained.text
