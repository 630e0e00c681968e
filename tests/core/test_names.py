import pytest
from disputecli.core.names import country_code, labelled, lettered, matching
from disputecli.core.questions import Option
from disputecli.errors import UserProblem
from disputecli.store.books import names

COUNTRIES, CURRENCIES = names("order.country"), names("order.paid")
NEWS = [
    "Nothing, it never showed any step", "It is on the way and still moving", "It moved, then it stopped",
    "Delivered, but I don't have it", "Delivered to another place", "I don't know",
]  # fmt: skip


@pytest.mark.parametrize(
    ("letters", "found", "best"),
    [
        ("d", [3, 4, 5], 0),
        ("D", [3, 4, 5], 0),
        ("do", [3, 5], 0),
        ("i", [0, 1, 2, 3, 5], 1),
        ("delivered t", [4], 0),
        ("m", [1, 2], 0),
        ("n", [0], 0),
        ("t", [1, 2, 4], 0),
        ("howed", [], 0),
        ("*", [], 0),
        ("know", [5], 0),
    ],
)
def test_letters_find_beginnings_of_lines_before_those_of_words_and_no_middle(letters, found, best):
    assert lettered(letters, NEWS) == (found, best)


def test_letters_of_any_script_find_their_line():
    assert lettered("台", ["lamp", "台灯"]) == ([1], 0)
    assert lettered("éc", ["Cable", "Écran"]) == ([1], 0)


def test_a_word_of_a_line_wins_over_the_middle_of_another():
    listed = [Option("a", "Receipt confirmed"), Option("b", "It is firm")]
    assert [each.value for each in matching("firm", listed)] == ["b"]


@pytest.mark.parametrize(
    ("words", "code"),
    [("Italy", "IT"), ("italia", "IT"), ("Brasil", "BR"), ("UK", "GB"), ("united k", "GB"), ("pl", "PL"),
     ("Turkiye", "TR"), ("한국", "KR"), ("kingdom", "GB")],
)  # fmt: skip
def test_a_country_by_its_name(words, code):
    assert country_code(words, COUNTRIES) == code


@pytest.mark.parametrize(
    ("words", "said"), [("united", "can be several"), ("Polnd", "not known"), ("x" * 9_999, "not known"), ("1", "not")]
)
def test_what_is_no_one_country(words, said):
    with pytest.raises(UserProblem, match=said):
        country_code(words, COUNTRIES)


@pytest.mark.parametrize(
    ("sign", "codes"),
    [("€", ["EUR"]), ("euro", ["EUR"]), ("Euros", ["EUR"]), ("zł.", ["PLN"]), ("US dollars", ["USD"]),
     ("$", ["USD", "CAD"]), ("dollars", ["USD", "CAD"]), ("potatoes", [])],
)  # fmt: skip
def test_a_currency_by_its_sign_or_name(sign, codes):
    assert labelled(sign, CURRENCIES) == codes
