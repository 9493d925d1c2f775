"""Numbers are read exactly, in print, as typed and in a question; hedges; how they show."""

import time
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from wfacts.model import Modifier
from wfacts.quantity import (
    TOO_LARGE,
    find_numbers,
    hedge_before,
    parse_figure,
    parse_typed,
    show_value,
)

PRINTED = {
    "58.9 billion yuan": (58_900_000_000, "CNY"),
    "51.14 percent": (51.14, "%"),
    "40 per cent": (40, "%"),
    "40%": (40, "%"),
    "0.5 %": (0.5, "%"),
    "twenty-five": (25, None),
    "Twenty five": (25, None),
    "two million": (2_000_000, None),
    "5.52 million": (5_520_000, None),
    "1.07 million": (1_070_000, None),
    "3.658 million": (3_658_000, None),
    "13,800": (13_800, None),
    "1,234,567.5": (1_234_567.5, None),
    "11": (11, None),
    "007": (7, None),
    "0": (0, None),
    "zero": (0, None),
    "one": (1, None),
    "a million": (1_000_000, None),
    "a hundred and one": (101, None),
    "two thousand five hundred": (2500, None),
    "two thousand and six": (2006, None),
    "twenty-five hundred": (2500, None),
    "nine hundred ninety-nine billion": (999 * 10**9, None),
    "three hundred and two thousand and seventeen": (302_017, None),
    "one trillion two billion three million four thousand five": (1_002_003_004_005, None),
    "300 million": (300_000_000, None),
    "3 hundred million": (300_000_000, None),
    "3 hundred thousand": (300_000, None),
    "ninety-nine hundred": (9900, None),
    "16 hundred": (1600, None),
    "RMB 5 billion": (5 * 10**9, "CNY"),
    "CNY5bn": (5 * 10**9, "CNY"),
    "\u00a55 billion": (5 * 10**9, "CNY"),
    "two million RMB": (2_000_000, "CNY"),
    "40 percent ": (40, "%"),
    "999999999999999999": (TOO_LARGE - 1, None),
}

ONES = ["", *"one two three four five six seven eight nine ten eleven twelve thirteen".split()]
ONES += "fourteen fifteen sixteen seventeen eighteen nineteen".split()
TENS = ["", "", *"twenty thirty forty fifty sixty seventy eighty ninety".split()]


def spell(number: int, joint: str = " ", dash: str = "-") -> str:
    """*number*, below 10**15, in English words."""
    for power, word in ((12, "trillion"), (9, "billion"), (6, "million"), (3, "thousand")):
        count, rest = divmod(number, 10**power)
        if count:
            return f"{spell(count, joint, dash)} {word} {spell(rest, joint, dash)}".strip()
    if number >= 100:
        rest_words = spell(number % 100, joint, dash)
        return f"{ONES[number // 100]} hundred{joint + rest_words if rest_words else ''}"
    if number < 20:
        return ONES[number]
    return f"{TENS[number // 10]}{dash}{ONES[number % 10]}".strip(dash)


@pytest.mark.parametrize("figure", PRINTED)
def test_a_printed_figure_has_its_exact_value_and_unit(figure: str) -> None:
    value, unit = PRINTED[figure]
    assert parse_figure(figure) == (value, unit)
    assert type(parse_figure(figure).value) is type(value)


@given(
    st.integers(1, 10**15 - 1),
    st.sampled_from([" ", " and "]),
    st.sampled_from(["-", " "]),
    st.booleans(),
)
def test_every_number_in_words_is_read(number: int, joint: str, dash: str, loud: bool) -> None:
    words = spell(number, joint, dash)
    assert parse_figure(words.upper() if loud else words) == (number, None)


@given(st.integers(0, 10**9), st.integers(0, 6), st.sampled_from(["", " million", " billion"]))
def test_no_decimal_is_lost_to_floating_point(digits: int, decimals: int, scale: str) -> None:
    printed = f"{Decimal(digits).scaleb(-decimals):f}"
    exact = Decimal(printed) * {"": 1, " million": 10**6, " billion": 10**9}[scale]
    value = parse_figure(printed + scale).value if exact < TOO_LARGE else 0
    assume(exact < TOO_LARGE)
    assert Decimal(repr(value)) == exact or value == float(exact)
    assert isinstance(value, int) == (exact == exact.to_integral_value())


@given(st.integers(0, TOO_LARGE - 1))
def test_thousands_may_be_separated(number: int) -> None:
    assert parse_figure(f"{number:,}") == parse_typed(f"{number:,}") == (number, None)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            " ",
            "million",
            "hundred",
            "and",
            "a",
            "yuan",
            "%",
            "many",
            "19th",
            "tenth",
            "1st",
        ),
        *(
            "twenty-first",
            "five-year",
            "five six",
            "seventy seventeen",
            "ten five",
            "two million million",
            "two million thousand",
            "twenty thirty",
            "twenty ten",
            "two hundred and",
            "two hundred and million",
        ),
        *("five hundred hundred", "one and two", "thousand five", "two thousand five million"),
        *(
            "13,80",
            "1,2,3",
            "1.2.3",
            "1,000.",
            ".",
            ",",
            "5.",
            "1_000",
            "1 000",
            "0x10",
            "5 6",
            "5-6",
        ),
        *(
            "5 yuan percent",
            "RMB 5%",
            "5%%",
            "5 percentage points",
            "5 years",
            "about 5",
            "5 yuan x",
        ),
        *(
            "hundreds",
            "Two millions",
            "dozens",
            "half",
            "1/3",
            "\u00bd",
            "\u0665",
            "\uff15",
            "\u2165",
        ),
        *(
            "nan",
            "inf",
            "-inf",
            "NaN",
            "Infinity",
            "1e",
            "e5",
            "--5",
            "+-5",
            "five-",
            "-five-six",
        ),
        *("9" * 19, "9" * 64, "9" * 100_000, "1." + "0" * 100_000, "five " * 50_000),
        *(
            "1000000 trillion",
            "1,000,000 trillion",
            "5 " + "million " * 9,
            "\ud800",
            "5\x00",
            "\x005",
        ),
    ],
)
def test_all_else_is_no_number_and_refused_in_one_line(text: str) -> None:
    for parse in (parse_figure, parse_typed):
        with pytest.raises(
            ValueError, match=r"^['\"].*['\"] is not a (figure|number) such as"
        ) as e:
            parse(text)
        assert len(str(e.value)) < 300


@pytest.mark.parametrize("text", ["1e6", "-5", "+5", ".5", "58.9 bn", "5 k yuan"])
def test_what_only_users_write_is_no_printed_figure(text: str) -> None:
    parse_typed(text)
    with pytest.raises(ValueError, match="is not a figure"):
        parse_figure(text)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("58.9bn", 58_900_000_000, None),
        ("58.9 bn", 58_900_000_000, None),
        ("58.9 BN yuan", 58_900_000_000, "CNY"),
        ("1.07m", 1_070_000, None),
        ("2.6mn", 2_600_000, None),
        ("2.6 mln", 2_600_000, None),
        ("560k", 560_000, None),
        ("560 K", 560_000, None),
        ("2b", 2 * 10**9, None),
        ("1.5 trn", 1_500_000_000_000, None),
        ("13,800", 13_800, None),
        ("40%", 40, "%"),
        ("40 percent", 40, "%"),
        ("40pct", 40, "%"),
        ("two million", 2_000_000, None),
        ("RMB 5bn", 5 * 10**9, "CNY"),
        ("1e6", 1_000_000, None),
        ("1.5E3", 1500, None),
        ("1.5e-3", 0.0015, None),
        ("1e6 yuan", 1_000_000, "CNY"),
        ("1e17", 10**17, None),
        (" 5 ", 5, None),
        ("-5", -5, None),
        ("\u22125.5", -5.5, None),
        ("+5", 5, None),
        (".5", 0.5, None),
    ],
)
def test_a_typed_number_may_be_short(text: str, value: float, unit: str | None) -> None:
    assert parse_typed(text) == (value, unit)
    assert type(parse_typed(text).value) is type(value)


@pytest.mark.parametrize(
    ("power", "scales"), [(3, "k"), (6, "m mn mln"), (9, "b bn bln"), (12, "t tn trn")]
)
def test_each_short_scale_may_be_typed(power: int, scales: str) -> None:
    for scale in scales.split():
        assert parse_typed(f"2{scale}") == parse_typed(f"2 {scale}") == (2 * 10**power, None)


def test_a_refused_number_is_quoted_and_a_right_one_shown() -> None:
    with pytest.raises(ValueError, match=r".") as figure:
        parse_figure("x" * 41)
    assert str(figure.value) == f"'{'x' * 40}' is not a figure such as 58.9 billion yuan"
    with pytest.raises(ValueError, match=r".") as typed:
        parse_typed("many")
    assert str(typed.value) == (
        "'many' is not a number such as 58.9bn, 13,800 or 40% (up to 18 digits)"
    )


@given(st.sampled_from(sorted(PRINTED)))
def test_what_is_printed_may_be_typed(figure: str) -> None:
    assert parse_typed(figure) == PRINTED[figure]


@given(st.text(st.sampled_from("0123456789.,e+-% kmbnt"), max_size=70))
def test_a_typed_number_is_finite_and_fits_a_column(text: str) -> None:
    try:
        value, unit = parse_typed(text)
    except ValueError:
        return
    assert abs(value) < TOO_LARGE
    assert unit in {None, "%"}


def found(text: str) -> list[tuple[str, float, str | None]]:
    return [(text[n.start : n.end], *n.quantity) for n in find_numbers(text)]


def test_numbers_are_found_in_a_question_in_any_form() -> None:
    assert found(
        "Did 58.9bn or twenty-five ministries, 5.52 million, give 40% of RMB 3bn in 2016?"
    ) == [
        ("58.9bn", 58_900_000_000, None),
        ("twenty-five", 25, None),
        ("5.52 million", 5_520_000, None),
        ("40%", 40, "%"),
        ("RMB 3bn", 3_000_000_000, "CNY"),
        ("2016", 2016, None),
    ]


def test_a_number_ends_with_its_last_word() -> None:
    assert found("two hundred and more, ten million a year") == [
        ("two hundred", 200, None),
        ("ten million", 10_000_000, None),
    ]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("between two million and three million", [2_000_000, 3_000_000]),
        ("two hundred and three hundred", [200, 300]),
        ("seven and eight, nine", [7, 8, 9]),
        ("two hundred and and three", [200, 3]),
        ("twenty thirty, two thousand a million", [20, 30, 2000, 1_000_000]),
        ("2001-2005", [2001, 2005]),
        ("(16) 17; 18: 19! 20? 21.", [16, 17, 18, 19, 20, 21]),
        ("a 15-year plan", [15]),
        ("one percent of one, which one", [1]),
        ("one thousand ones", [1000]),
        ("forty\npercent", [40]),
        ("5 percentage points", [5]),
        ("5 m tall, 5 b", [5, 5]),
    ],
)
def test_numbers_side_by_side_stay_apart(text: str, values: list[int]) -> None:
    assert [number.quantity.value for number in find_numbers(text)] == values


@pytest.mark.parametrize(
    "text",
    [
        *(
            "the 19th Congress",
            "the 10th plan",
            "1st 2nd 3rd",
            "tenth, twenty-first",
            "the Five-Year Plan",
        ),
        *(
            "one-stop",
            "COVID-19",
            "version 1.2.3",
            "28.11.2018",
            "13,80",
            "P13 x5 5x 5km",
            "someone",
        ),
        *(
            "often weighted height",
            "hundreds of millions",
            "no one",
            "One of them",
            "millions",
            "a women",
            "9" * 30,
        ),
        *("", "what do women do?", "\u0665\u0666", "1" * 5000 + "." + "1" * 5000),
    ],
)
def test_ordinals_and_parts_of_words_are_no_numbers(text: str) -> None:
    assert find_numbers(text) == []


@given(st.text(max_size=80))
def test_what_is_found_lies_apart_and_in_order(text: str) -> None:
    ends = 0
    for number in find_numbers(text):
        assert ends <= number.start < number.end <= len(text)
        ends = number.end


@given(
    st.lists(st.sampled_from(sorted(set(PRINTED) - {"one", "40 percent "})), max_size=5),
    st.sampled_from([" women; ", " (", ") ", ": ", "? "]),
)
def test_every_printed_figure_is_found_whole(figures: list[str], between: str) -> None:
    text = "x " + between.join(figures) + "."
    assert [(printed, (value, unit)) for printed, value, unit in found(text)] == [
        (figure, PRINTED[figure]) for figure in figures
    ]


@pytest.mark.parametrize(
    "piece",
    [
        "five ",
        "1,",
        "5 ",
        "a million ",
        "9",
        "two hundred and ",
        "1.1",
        "RMB ",
        "twenty-",
        "a ",
        "1,000",
        "%",
    ],
)
def test_finding_takes_linear_time(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    start = time.perf_counter()
    find_numbers(text)
    # Seen: 0.4 s. In quadratic time it would be hours.
    assert time.perf_counter() - start < 10


@pytest.mark.parametrize(
    ("words", "modifier"),
    [
        ("a total of nearly", Modifier.NEARLY),
        ("helping over ", Modifier.OVER),
        ("to date, More  than", Modifier.OVER),
        ("stayed at above", Modifier.OVER),
        ("remained at around", Modifier.ABOUT),
        ("Some", Modifier.ABOUT),
        ("about", Modifier.ABOUT),
        ("women's share, at least", Modifier.AT_LEAST),
        ("no less than", Modifier.AT_LEAST),
        ("worth over $", Modifier.OVER),
        ("almost", Modifier.NEARLY),
    ],
)
def test_the_hedge_is_read_from_the_words_before(words: str, modifier: Modifier) -> None:
    assert hedge_before(words) is modifier


HEDGES = {
    Modifier.OVER: "in excess of, upwards of, more than, greater than, over, above, exceeding",
    Modifier.NEARLY: "close to, nearly, almost",
    Modifier.ABOUT: "approximately, roughly, around, about, some",
    Modifier.AT_LEAST: (
        "at least, a minimum of, no less than, not less than, no fewer than, not fewer than"
    ),
}


@pytest.mark.parametrize("modifier", HEDGES)
def test_each_hedge_of_english_is_read(modifier: Modifier) -> None:
    for hedge in HEDGES[modifier].split(", "):
        assert hedge_before(f"it gave {hedge} ") is modifier, hedge


@pytest.mark.parametrize(
    "words",
    [
        *(
            "",
            " ",
            "a total of",
            "moreover",
            "turnover",
            "handsome",
            "thereabout",
            "nearly all of",
        ),
        *(
            "over the",
            "no more than",
            "not more than",
            "less than",
            "up to",
            "not over",
            "not above",
            "at",
            "least",
            "a mile from Dover",
        ),
    ],
)
def test_no_hedge_is_seen_where_none_stands(words: str) -> None:
    assert hedge_before(words) is None


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        (58_900_000_000, "CNY", "58.9 billion yuan"),
        (5000, "CNY", "5,000 yuan"),
        (40, "%", "40%"),
        (51.14, "%", "51.14%"),
        (13_800, "bases", "13,800"),
        (5_520_000, "people", "5.52 million"),
        (1_070_000, None, "1.07 million"),
        (3_658_000, None, "3.658 million"),
        (12_000_000, None, "12 million"),
        (1_234_567, None, "1,234,567"),
        (999_999, None, "999,999"),
        (1_000_000, None, "1 million"),
        (1_000_000_000, None, "1 billion"),
        (-2_500_000, None, "-2.5 million"),
        (10**15, None, "1,000 trillion"),
        (1234.5, None, "1,234.5"),
        (0, None, "0"),
    ],
)
def test_numbers_are_shown_short(value: float, unit: str | None, shown: str) -> None:
    assert show_value(value, unit) == shown


@given(
    st.one_of(st.integers(0, TOO_LARGE - 1), st.integers(0, 10**6).map(lambda n: n * 10**9)),
    st.sampled_from([None, "CNY", "%", "women"]),
)
def test_what_is_shown_reads_back_as_the_same_number(value: int, unit: str | None) -> None:
    assume(value < TOO_LARGE)
    assert parse_figure(show_value(value, unit)).value == value
