# SPDX-License-Identifier: Apache-2.0
"""What rules find in a communiqué in three languages, with the sentence it came from; and what they do not find."""

from pathlib import Path

import pytest
import yaml

from taawun import sectors
from taawun.sectors.committee.proposing import PROPOSALS, SENTENCES, Kind, proposals, sentences

LANGUAGES = ("en", "ar", "ur")
EXAMPLES = yaml.safe_load(Path(sectors.FOLDER, "committee", "communiques.yaml").read_text("utf-8"))
TRACKS = {
    "counter_narcotics", "counter_terrorism", "coast_guard", "border_security", "immigration", "police_training",
}  # fmt: skip


def subjects(found, kind):
    return {one.subject for one in found if one.kind is kind}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_september_communique_names_six_tracks_three_memoranda_and_one_posting(language):
    found = proposals(EXAMPLES["september"]["text"][language])
    assert subjects(found, Kind.TRACK) == TRACKS
    assert subjects(found, Kind.MEMORANDUM) == {"extradition", "legal_assistance", "battalion_training"}
    assert [(one.subject, one.parties) for one in found if one.kind is Kind.POSTING] == [("drug_liaison", ("PK", "BH"))]
    assert len(found) == 10


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_july_communique_names_the_review_of_the_committee_and_the_shared_goals(language):
    found = proposals(EXAMPLES["july"]["text"][language])
    assert [one.kind for one in found] == [Kind.ACTION, Kind.DECISION]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", EXAMPLES)
def test_each_proposal_shows_a_sentence_of_the_text(name, language):
    text = EXAMPLES[name]["text"][language]
    told = sentences(text)
    for one in proposals(text):
        assert one.sentence == told[one.number - 1]
        assert one.sentence in text


PRESS = {
    "tracks, in the words of a newspaper": (
        "The two sides discussed cooperation in counternarcotics, counterterrorism, coastguard operations, border "
        "management, immigration and the training of the police.",
        [(Kind.TRACK, one) for one in sorted(TRACKS)],
    ),
    "memoranda by their short name": (
        "Progress on MoUs on extradition, mutual legal assistance and specialised battalion training was noted.",
        [(Kind.MEMORANDUM, one) for one in ("battalion_training", "extradition", "legal_assistance")],
    ),
    "an officer who is deployed": (
        "Islamabad announced the deployment of a drugs liaison officer to Manama.", [(Kind.POSTING, "drug_liaison")],
    ),
    "a review that was made": (
        "The ministers reviewed the work of the Joint Security Committee.", [(Kind.ACTION, "")],
    ),
    "a review in Arabic": ("واستعرض الوزيران عمل اللجنة الأمنية المشتركة.", [(Kind.ACTION, "")]),
    "a review in Urdu": ("وزراء نے مشترکہ سلامتی کمیٹی کی کارکردگی کا جائزہ لیا۔", [(Kind.ACTION, "")]),
    "shared objectives": ("They spoke of their shared objectives.", [(Kind.DECISION, "")]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), PRESS.values(), ids=PRESS)
def test_the_words_of_newspapers_are_read_too(text, wanted):
    assert sorted((one.kind, one.subject) for one in proposals(text)) == sorted(wanted)


NOTHING = {
    "a sector that nobody takes up": "Immigration was busy this summer.",
    "a word inside another word": "Forty tracksuits for counter-narcoticsx were bought.",
    "a memorandum on something else": "A memorandum on fisheries was mentioned.",
    "an officer who is posted nowhere": "The liaison officer spoke.",
    "courtesies in Arabic": "وأشاد الوفدان بحسن الاستقبال.",
    "courtesies in Urdu": "مہمانوں نے میزبانوں کا شکریہ ادا کیا۔",
    "nothing": "",
}


@pytest.mark.parametrize("text", NOTHING.values(), ids=NOTHING)
def test_what_is_said_without_a_promise_proposes_nothing(text):
    assert proposals(text) == ()


SAME = {
    "vowel signs": ("مُذَكِّرة في تسليم المطلوبين.", "extradition"),
    "a conjunction and an article": ("وبالمذكرة والمساعدة القانونية المتبادلة.", "legal_assistance"),
    "Arabic keyboard letters in Urdu": ("يادداشت: حوالگي.", "extradition"),
    "capital letters": ("A MEMORANDUM ON EXTRADITION.", "extradition"),
}


@pytest.mark.parametrize(("text", "subject"), SAME.values(), ids=SAME)
def test_other_spellings_are_the_same_words(text, subject):
    assert [one.subject for one in proposals(text)] == [subject]


def test_a_named_thing_is_proposed_once_with_its_first_sentence():
    found = proposals("A memorandum on extradition is ready. The memorandum on extradition was praised.")
    assert [(one.subject, one.number) for one in found] == [("extradition", 1)]


def test_a_point_in_a_number_ends_no_sentence():
    assert sentences("It cost 146.5 million. Thanks.") == ["It cost 146.5 million.", "Thanks."]


def test_a_long_text_is_read_within_limits():
    text = "Both sides will meet again. " * (SENTENCES * 2)
    assert len(sentences(text)) == SENTENCES
    assert len(proposals(text)) == PROPOSALS
