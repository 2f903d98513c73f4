"""Names are found in the dossier and masked; nothing else is."""

from stance.classifier.masking import MASK, Masker, find_names, split_words


def read(text: str, *names: str) -> list[str]:
    return Masker(frozenset(names)).read_words(text)


def test_words_are_in_lower_case_and_single_letters_are_none():
    assert split_words("Tokyo's 4 Islands, 1956!") == ["tokyo", "islands", "1956"]


def test_a_name_is_masked_and_names_in_a_row_become_one():
    assert read("Vladimir Putin told Abe no", "putin", "vladimir", "abe") == [MASK, "told", MASK, "no"]


def test_who_speaks_does_not_change_the_words():
    names = ("putin", "lavrov", "sergey", "vladimir")
    assert read("Vladimir Putin refused a transfer", *names) == read("Lavrov refused a transfer", *names)


def test_names_come_from_the_actors_and_never_from_common_words(dossier):
    names = find_names(dossier.actors, dossier.statements["text"], dossier.codebook)
    assert {"putin", "abe", "lavrov", "suga"} <= names
    assert not names & {"ministry", "government", "residents", "islands", "treaty", "foreign", "source"}


def test_words_of_the_codebook_are_never_masked(dossier):
    names = find_names(dossier.actors, dossier.statements["text"], dossier.codebook)
    assert not names & {word for side in dossier.codebook.sides for word in split_words(side.title)}
