"""What differs between two texts."""

from wizard.doctor.differing import Kind, Line, Row, hunks, unified

OLD = "a\nb\nc\nd\n"


def test_equal_texts_differ_in_nothing() -> None:
    assert hunks(OLD, OLD) == ()
    assert unified(OLD, OLD, "pyproject.toml") == ""


def test_rows_stand_side_by_side_with_their_numbers() -> None:
    (rows,) = hunks(OLD, "a\nB\nB2\nc\n", context=1)
    assert rows == (
        Row(kind=Kind.SAME, old=Line(number=1, text="a"), new=Line(number=1, text="a")),
        Row(kind=Kind.CHANGED, old=Line(number=2, text="b"), new=Line(number=2, text="B")),
        Row(kind=Kind.ADDED, old=None, new=Line(number=3, text="B2")),
        Row(kind=Kind.SAME, old=Line(number=3, text="c"), new=Line(number=4, text="c")),
        Row(kind=Kind.REMOVED, old=Line(number=4, text="d"), new=None),
    )


def test_far_changes_are_hunks_of_their_own() -> None:
    old = "".join(f"{number}\n" for number in range(100))
    new = old.replace("\n10\n", "\nten\n").replace("\n90\n", "\nninety\n")
    assert [len(rows) for rows in hunks(old, new)] == [7, 7]


def test_a_line_ends_at_a_newline_and_nowhere_else() -> None:
    (rows,) = hunks("a\r\n\x0b\x85b\n", "a\r\n\x0b\x85c\n")
    assert [row.old.text for row in rows if row.old] == ["a", "\x0b\x85b"]


def test_the_unified_diff_is_one_that_patch_takes() -> None:
    assert unified(OLD, "a\nb\nc\nd\ne", "pyproject.toml") == (
        "--- a/pyproject.toml\n+++ b/pyproject.toml\n@@ -2,3 +2,4 @@\n b\n c\n d\n+e\n\\ No newline at end of file\n"
    )
