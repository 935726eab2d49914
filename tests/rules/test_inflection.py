"""Names as other languages inflect and prefix them."""

from __future__ import annotations

import pytest

from monitor.model import ActorTerm, Meeting, MeetingTerm, Phrase
from monitor.rules.inflection import forms
from tests.rules.builders import NOW, actor, item, matcher, matches, only


def found(name: str, text: str) -> bool:
    return matches(matcher(ActorTerm(actor="a"), actors=(actor("a", name),)), text)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Украина", "Переговоры об Украине"),
        ("Украина", "Между Россией и Украиной"),
        ("Україна", "Безпека України"),
        ("Україна", "Разом з Україною"),
        ("Россия", "Посол России в Вене"),
        ("Росія", "Перемовини з Росією"),
        ("Китай", "Отношения с Китаем"),
        ("Москва", "Встреча в Москве"),
        ("Київ", "у м.Київ"),
        ("Киев", "Из Киева сообщают"),
        ("Казань", "Саммит в Казани"),
        ("Сергей Лавров", "с Сергеем Лавровым"),
        ("Владимир Зеленский", "Письмо Владимиру Зеленскому"),
        ("Осло", "Встреча в Осло"),
        ("روسيا", "محادثات مع روسيا اليوم"),
        ("روسيا", "وروسيا تعلن"),
        ("أوكرانيا", "الحرب بأوكرانيا"),
        ("سعودية", "في السعودية اليوم"),
        ("السعودية", "بالسعودية"),
        ("الولايات المتحدة", "والولايات المتحدة تعلن"),
        ("الأمم المتحدة", "رسالة للأمم المتحدة"),
        ("俄罗斯", "北约与俄罗斯举行会谈"),
    ],
)
def test_names_are_found_in_their_forms(name: str, text: str) -> None:
    assert found(name, text)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Украина", "Украинский язык"),
        ("Мир", "Мирный план"),
        ("ОБСЕ", "ОБСЕа"),
        ("Осло", "Ослов много"),
        ("روسيا", "روسيان"),
        ("Ruritania", "Ruritanias"),
    ],
)
def test_other_words_are_not(name: str, text: str) -> None:
    assert not found(name, text)


def test_phrases_stay_as_they_are_written() -> None:
    assert not matches(matcher(Phrase(text="Украина")), "Переговоры об Украине")


def test_evidence_shows_what_stands_there_and_the_name_of_the_files() -> None:
    compiled = matcher(ActorTerm(actor="a"), actors=(actor("a", "Украина"),))
    match = only(compiled.match(item("Украине и Украиной"), now=NOW))
    assert [(piece.text, piece.term) for piece in match.evidence] == [
        ("Украине", "Украина"),
        ("Украиной", "Украина"),
    ]


def test_places_of_meetings_are_found_in_their_forms() -> None:
    meeting = Meeting(
        id="m",
        title="M",
        participants=(),
        start=NOW.date(),
        end=NOW.date(),
        place="Женева",
        place_aliases=actor("x", "Женева").aliases,
    )
    assert matches(matcher(MeetingTerm(meeting="m"), meetings=(meeting,)), "Встреча в Женеве")


def test_long_names_and_other_scripts_have_no_forms() -> None:
    assert forms("Совет Безопасности Организации Объединённых Наций") == ()
    assert forms("Genève") == forms("") == forms("Осло") == ()
    assert all(len(forms(name)) < 60 for name in ("Владимир Зеленский Старший", "الأمم المتحدة"))
