"""Periods span the right days, overlap as days do, and read well."""

import calendar
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wfacts.period import Span, overlaps, parse, show


@pytest.mark.parametrize(
    ("edtf", "start", "end"),
    [
        ("2016", 20160101, 20161231),
        ("2015-06", 20150601, 20150630),
        ("2016-02", 20160201, 20160229),
        ("1900-02", 19000201, 19000228),
        ("2000-02", 20000201, 20000229),
        ("2018-11-28", 20181128, 20181128),
        ("2018-06?", 20180601, 20180630),
        ("2006~", 20060101, 20061231),
        ("2001/2005", 20010101, 20051231),
        ("2012/2018-11", 20120101, 20181130),
        ("2012?/2018-11~", 20120101, 20181130),
        ("2012-01-01~/2018-11-28?", 20120101, 20181128),
        ("2016/2016", 20160101, 20161231),
        ("0001-01-01", 10101, 10101),
    ],
)
def test_a_period_spans_its_first_day_to_its_last(edtf: str, start: int, end: int) -> None:
    assert parse(edtf) == Span(start, end)


@given(st.dates())
def test_each_day_month_and_year_of_the_calendar_is_a_period(day: dt.date) -> None:
    number = day.year * 10000 + day.month * 100 + day.day
    last = calendar.monthrange(day.year, day.month)[1]
    assert parse(day.isoformat()) == Span(number, number)
    assert parse(day.isoformat()[:7]) == Span(number - day.day + 1, number - day.day + last)
    assert parse(day.isoformat()[:4]) == Span(day.year * 10000 + 101, day.year * 10000 + 1231)


@pytest.mark.parametrize(
    "edtf",
    [
        *("", " ", "16", "20166", "2016-1", "2016-13", "2016-00", "2016-02-30", "2015-02-29"),
        *("2016-01-00", "2016-01-32", "2016-1-1", "2016-01-01-01", "0000", "-2016", "2016-"),
        *("2016?~", "2016%", "?", "2016??", "~2016", "2016 ", " 2016", "2016\n", "201X"),
        *("2005/2001", "2001/", "/2001", "2001/2002/2003", "2001//2002", "2016-06/2016-05"),
        *(
            "\u0662\u0660\u0661\u0666",
            "\uff12\uff10\uff11\uff16",
            "2\u00b216",
            "today",
            "..",
            "2016/..",
        ),
        *("2016-01-01T00:00", "1" * 5000, "/" * 5000),
    ],
)
def test_all_else_is_refused_in_a_line_that_can_be_shown(edtf: str) -> None:
    with pytest.raises(
        ValueError, match=r"^'.*' (is not a period: \w+|ends before it starts)"
    ) as e:
        parse(edtf)
    assert len(str(e.value)) < 200


@pytest.mark.parametrize(("edtf", "echoed"), [("soon", "soon"), ("1" * 41, "1" * 40)])
def test_what_is_refused_is_echoed_with_the_forms(edtf: str, echoed: str) -> None:
    with pytest.raises(ValueError, match=r"is not a period") as e:
        parse(edtf)
    assert str(e.value) == (
        f"'{echoed}' is not a period: expected YYYY, YYYY-MM or YYYY-MM-DD,"
        " each with ? or ~ if need be, or A/B"
    )


@given(st.text(max_size=30))
def test_no_text_does_more_than_be_refused(text: str) -> None:
    try:
        span = parse(text)
    except ValueError:
        assert show(text, text) == text
    else:
        assert span.start <= span.end


@pytest.mark.parametrize(
    ("a", "b", "answer"),
    [
        ("2016", "2016-12-31", True),
        ("2016", "2017", False),
        ("2012/2018-11", "2015-06", True),
        ("2015-06", "2012/2018-11", True),
        ("2015-06", "2015-07", False),
        ("2016-02-29", "2016-02", True),
    ],
)
def test_periods_overlap_where_a_day_is_in_both(a: str, b: str, answer: bool) -> None:
    assert overlaps(parse(a), parse(b)) is answer


@given(st.lists(st.dates(), min_size=4, max_size=4))
def test_overlap_is_that_of_sets_of_days(days: list[dt.date]) -> None:
    a, b = sorted(days[:2]), sorted(days[2:])
    spans = [Span(*(int(day.strftime("%Y%m%d")) for day in pair)) for pair in (a, b)]
    assert overlaps(*spans) == (max(a[0], b[0]) <= min(a[1], b[1]))
    assert overlaps(*spans) == overlaps(*reversed(spans))


@pytest.mark.parametrize(
    ("edtf", "issued", "shown"),
    [
        (None, None, ""),
        ("2016", "2018-11-28", "2016"),
        ("2015-06", "2018-11-28", "Jun 2015"),
        ("2018-11-28", None, "28 Nov 2018"),
        ("2018-11-05", None, "5 Nov 2018"),
        ("1991", "2010-07-29", "1991"),
        ("2001/2005", "2010-07-29", "2001\u20132005"),
        ("2012/2018-11", "2018-11-28", "since 2012 (to Nov 2018)"),
        ("2012/2018-11-05", "2018-11-28", "since 2012 (to 5 Nov 2018)"),
        ("1998/2010-07", "2010-07", "since 1998 (to Jul 2010)"),
        ("2012/2018-11", "2018-12-01", "2012\u2013Nov 2018"),
        ("2012/2018-11", "2018", "2012\u2013Nov 2018"),
        ("2012/2018-11", None, "2012\u2013Nov 2018"),
        ("2012/2018-11", "last year", "2012\u2013Nov 2018"),
        ("2012/2018", "2018", "2012\u20132018"),
        ("2012/2018", "2018-11-28", "2012\u20132018"),
        ("2018-06?", "2018-11-28", "Jun 2018 (inferred)"),
        ("2006~", None, "about 2006"),
        ("1991/2006~", None, "1991\u2013about 2006"),
        ("0800", None, "0800"),
    ],
)
def test_periods_read_well(edtf: str | None, issued: str | None, shown: str) -> None:
    assert show(edtf, issued) == shown


def test_each_month_is_shown_as_the_calendar_abbreviates_it() -> None:
    shown = [show(f"2016-{month:02d}") for month in range(1, 13)]
    assert shown == [f"{calendar.month_abbr[month]} 2016" for month in range(1, 13)]


@pytest.mark.parametrize("edtf", ["", "soon", "2016-13", "2005/2001x"])
def test_what_is_no_period_is_shown_as_it_stands(edtf: str) -> None:
    assert show(edtf, "2018-11-28") == edtf
