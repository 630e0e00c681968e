"""The spreadsheet: what a cell may not become there."""

import csv
from datetime import UTC, datetime
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from disputecli.view.csv import COLUMNS, guarded, spreadsheet
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("=1+1", "'=1+1"),
        ("+49 170", "'+49 170"),
        ("-2", "'-2"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1+1", "'=1+1"),
        ("\r=1+1", "'=1+1"),
        (" =1+1", "'=1+1"),
        ("\u200b=1+1", "'=1+1"),
        ("\ufeff=1+1", "'=1+1"),
        ("＝1+1", "'＝1+1"),
        ("8100000000000001", "'8100000000000001"),
        ("9.68", "9.68"),
        ("2026-03-02 09:00", "2026-03-02 09:00"),
        ("kettle", "kettle"),
        ("two\nlines\x1b[31m", "two lines"),
        ("", ""),
    ],
)
def test_a_cell_is_text(cell, shown):
    assert guarded(cell) == shown


@given(st.text())
def test_no_cell_begins_like_a_formula(cell):
    assert not guarded(cell).startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


def test_hostile_texts_stay_in_their_cells(shown, hostile):
    from dataclasses import replace

    order = replace(shown.dispute.facts.order, item=f'=1,"a"\r\nb{hostile}', order_id="=cmd|' /C calc'!A0")
    bad = replace(shown.dispute, facts=replace(shown.dispute.facts, order=order))
    data = spreadsheet([(bad, shown.standing)], UTC)
    assert data.startswith(b"\xef\xbb\xbfid,order_id,")
    text = data.decode("utf-8-sig")
    assert text.count("\r\n") == text.count("\n") == 2
    (row,) = csv.DictReader(StringIO(text, newline=""))
    assert tuple(row) == COLUMNS
    assert row["order_id"].startswith("'=cmd")
    assert row["item"].startswith("'=1,")
    assert not {"\x1b", "\u202e", "\x9b"} & set(text)


def test_times_are_in_the_users_zone(shown):
    (row,) = csv.DictReader(StringIO(spreadsheet([(shown.dispute, shown.standing)], ZoneInfo("Asia/Tokyo")).decode()))
    due = shown.standing.next.deadline.due_by
    assert due == datetime(2026, 11, 23, 10, tzinfo=UTC)
    assert row["due_by_local"] == "2026-11-23 19:00"
    assert row["claim_amount"] == "9.68"
