"""Edits of a draft: whatever an edit is not about stays as it is, byte for byte."""

import tomllib
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wizard.doctor.editing import Draft
from wizard.doctor.editing.adding import CannotEdit
from wizard.doctor.editing.outline import Outline
from wizard.doctor.findings import Path

UV = ("tool", "uv")
SOURCES = (*UV, "sources")
INDEX = (*UV, "index")
DEPENDENCIES = ("project", "dependencies")

SCALARS = st.one_of(st.booleans(), st.integers(-9, 9), st.text(st.sampled_from("ab ]'\"#\\=\n"), max_size=5))
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["k", "m n", "torch"]), inner, max_size=3)
    ),
    max_leaves=6,
)

FILE = """\
# ours
[project]
name = "mine"   # the name
dependencies = [
    "torch==2.9.1",  # the GPU build
    # pictures

    # numbers
    'numpy',

]

# how uv resolves
[tool.uv]
package = false

[tool.uv.sources]
torch = { index = "pytorch-cu128" }
torchvision = [{ index = "pytorch-cu128", marker = "sys_platform == 'linux'" }]

# the index
[[tool.uv.index]]
name = "pytorch-cu128"
url  = "https://download.pytorch.org/whl/cu128" # no mirror
# explicit = true

[tool.ruff]
line-length = 100
"""


def edited(text: str, *edits: Callable[[Draft], None]) -> str:
    draft = Draft(text)
    for edit in edits:
        edit(draft)
    return draft.text


def put(path: Path, value: object) -> Callable[[Draft], None]:
    return lambda draft: draft.put(path, value)


def remove(path: Path) -> Callable[[Draft], None]:
    return lambda draft: draft.remove(path)


def append(path: Path, value: object) -> Callable[[Draft], None]:
    return lambda draft: draft.append(path, value)


def changes(text: str, *edits: Callable[[Draft], None]) -> tuple[str, str]:
    """Return what an edit took out and what it put in, without the whole lines before and behind that stay."""
    before, after = text.splitlines(keepends=True), edited(text, *edits).splitlines(keepends=True)
    while before and after and before[0] == after[0]:
        del before[0], after[0]
    while before and after and before[-1] == after[-1]:
        del before[-1], after[-1]
    return "".join(before), "".join(after)


def test_empty_brackets_take_a_first_item_in_their_own_way() -> None:
    assert edited("torch = {  }\n", put(("torch", "index"), "p")) == 'torch = { index = "p" }\n'
    assert edited("extras = []\n", append(("extras",), "cpu")) == 'extras = [\n  "cpu",\n]\n'


# Nothing to do


@pytest.mark.parametrize(
    "edit",
    [
        put(("project", "name"), "mine"),
        put(DEPENDENCIES, ["torch==2.9.1", "numpy"]),
        put((*SOURCES, "torch"), {"index": "pytorch-cu128"}),
        put(UV, tomllib.loads(FILE)["tool"]["uv"]),
        put(INDEX, [{"url": "https://download.pytorch.org/whl/cu128", "name": "pytorch-cu128"}]),
        remove((*UV, "conflicts")),
        remove((*INDEX, 1)),
        remove((*DEPENDENCIES, 7)),
    ],
)
def test_an_edit_that_says_what_the_file_says_changes_no_byte(edit: Callable[[Draft], None]) -> None:
    assert edited(FILE, edit) == FILE


# Values


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("project", "name"), "mine"),
        (DEPENDENCIES, ["torch==2.9.1", "numpy"]),
        ((*DEPENDENCIES, 1), "numpy"),
        ((*SOURCES, "torchvision", 0, "marker"), "sys_platform == 'linux'"),
        ((*INDEX, 0, "name"), "pytorch-cu128"),
        ((*UV, "package"), False),
        (("tool", "ruff"), {"line-length": 100}),
        (("project", "version"), None),
        (("project", "name", "first"), None),
    ],
)
def test_a_value_is_plain_python(path: Path, value: object) -> None:
    assert Draft(FILE).value(path) == value


def test_a_whole_file_is_read_as_others_read_it() -> None:
    assert Draft(FILE).value(()) == tomllib.loads(FILE)


# Put


def test_a_value_is_replaced_and_its_comment_stays() -> None:
    assert changes(FILE, put(("project", "name"), "yours")) == (
        'name = "mine"   # the name\n',
        'name = "yours"   # the name\n',
    )


def test_an_item_keeps_its_quotes_its_comma_and_its_comment() -> None:
    assert changes(FILE, put((*DEPENDENCIES, 0), "torch>=2")) == (
        '    "torch==2.9.1",  # the GPU build\n',
        '    "torch>=2",  # the GPU build\n',
    )
    assert changes(FILE, put((*DEPENDENCIES, 1), "numpy<3")) == ("    'numpy',\n", "    'numpy<3',\n")


def test_what_single_quotes_cannot_hold_gets_double_ones() -> None:
    assert edited("a = 'x'\n", put(("a",), "it's")) == 'a = "it\'s"\n'


def test_a_key_is_added_to_a_block_before_the_comment_at_its_end() -> None:
    assert changes(FILE, put((*INDEX, 0, "explicit"), value=True)) == ("", "explicit = true\n")
    assert "no mirror\nexplicit = true\n# explicit = true\n\n[tool.ruff]" in edited(
        FILE, put((*INDEX, 0, "explicit"), value=True)
    )


def test_a_key_is_added_to_an_inline_table() -> None:
    assert changes(FILE, put((*SOURCES, "torch", "marker"), "sys_platform == 'linux'")) == (
        'torch = { index = "pytorch-cu128" }\n',
        'torch = { index = "pytorch-cu128", marker = "sys_platform == \'linux\'" }\n',
    )


def test_a_list_changes_only_the_items_that_differ() -> None:
    new = ["torch==2.9.1", "numpy<3", "pandas"]
    assert changes(FILE, put(DEPENDENCIES, new)) == ("    'numpy',\n", "    'numpy<3',\n    \"pandas\",\n")


def test_a_table_changes_only_the_keys_that_differ() -> None:
    sources = {"torch": {"index": "pytorch-cu128"}, "torchaudio": [{"index": "a"}]}
    assert changes(FILE, put(SOURCES, sources)) == (
        'torchvision = [{ index = "pytorch-cu128", marker = "sys_platform == \'linux\'" }]\n',
        'torchaudio = [\n    { index = "a" },\n]\n',
    )


def test_a_new_list_of_lists_is_written_over_several_lines_with_the_indent_of_the_file() -> None:
    conflicts = [[{"extra": "cpu"}, {"extra": "cu128"}]]
    assert changes(FILE, put((*UV, "conflicts"), conflicts)) == (
        "",
        'conflicts = [\n    [\n        { extra = "cpu" },\n        { extra = "cu128" },\n    ],\n]\n',
    )


def test_the_first_item_stands_below_a_comment_beside_the_bracket() -> None:
    draft = Draft("[tool.uv]\nconflicts = [ # none yet\n]\n")
    draft.append((*UV, "conflicts"), "one")
    assert draft.text == '[tool.uv]\nconflicts = [ # none yet\n  "one",\n]\n'


def test_an_empty_list_takes_its_items_on_lines_of_their_own() -> None:
    assert edited("[project]\ndependencies = []\n", put(DEPENDENCIES, ["torch"])) == (
        '[project]\ndependencies = [\n  "torch",\n]\n'
    )


# Headers


def test_a_missing_header_stands_behind_its_relatives() -> None:
    assert changes(FILE, put(("project", "optional-dependencies", "cpu"), ["torch"])) == (
        "",
        '[project.optional-dependencies]\ncpu = [\n    "torch",\n]\n\n',
    )
    assert "\n]\n\n[project.optional-dependencies]\n" in edited(
        FILE, put(("project", "optional-dependencies", "cpu"), ["torch"])
    )


def test_dependency_groups_stand_behind_the_project() -> None:
    text = edited(FILE, put(("dependency-groups", "cpu"), ["torch"]))
    assert text.index("[project]") < text.index("[dependency-groups]") < text.index("# how uv resolves")


def test_a_header_stands_before_what_is_below_it() -> None:
    text = '[tool.uv.sources]\ntorch = { index = "a" }\n'
    assert edited(text, put((*UV, "package"), value=False)) == "[tool.uv]\npackage = false\n\n" + text


def test_a_first_header_stands_at_the_end_even_of_a_file_without_a_last_newline() -> None:
    assert edited("[project]\nname = 'a'", put((*UV, "package"), value=False)) == (
        "[project]\nname = 'a'\n\n[tool.uv]\npackage = false"
    )


def test_blocks_are_made_where_there_are_none() -> None:
    text = edited("", append(INDEX, {"name": "a", "explicit": True}), append(INDEX, {"name": "b"}))
    assert text == '[[tool.uv.index]]\nname = "a"\nexplicit = true\n\n[[tool.uv.index]]\nname = "b"\n'


def test_a_block_is_added_behind_the_last_and_its_comments() -> None:
    assert changes(FILE, append(INDEX, {"name": "pytorch-cpu", "explicit": True})) == (
        "",
        '[[tool.uv.index]]\nname = "pytorch-cpu"\nexplicit = true\n\n',
    )
    assert "# explicit = true\n\n[[tool.uv.index]]" in edited(FILE, append(INDEX, {"name": "pytorch-cpu"}))


def test_top_level_keys_stand_before_the_first_header() -> None:
    text = "# /// made up\n\n[tool.uv]\npackage = false\n"
    assert edited(text, put(("dependencies",), ["torch"])) == (
        '# /// made up\n\ndependencies = [\n  "torch",\n]\n\n[tool.uv]\npackage = false\n'
    )
    assert edited("", put(("name",), "x")) == 'name = "x"\n'


# Append


def test_an_item_is_appended_in_the_style_of_the_last() -> None:
    assert changes(FILE, append(DEPENDENCIES, "scipy")) == ("", '    "scipy",\n')


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a = ['x']\n", "a = ['x', \"new\"]\n"),
        ("a = ['x',]\n", "a = ['x', \"new\",]\n"),
        ("a = [ 'x' ]  # k\n", "a = [ 'x', \"new\" ]  # k\n"),
        ("a = ['x',\n     'y']\n", "a = ['x',\n     'y',\n     \"new\"]\n"),
        ("a = [\n'x',\n'y' # k\n]\n", "a = [\n'x',\n'y', # k\n\"new\"\n]\n"),
        ("a = [\n\t'x', 'y',\n]\n", "a = [\n\t'x', 'y', \"new\",\n]\n"),
        ("a = [\n    # none yet\n]\n", 'a = [\n    # none yet\n    "new",\n]\n'),
        ("a = [ # none yet\n]\n", 'a = [ # none yet\n  "new",\n]\n'),
        ("a = [\n    'x'\n    , 'y'\n]\n", "a = [\n    'x'\n    , 'y', \"new\"\n]\n"),
    ],
)
def test_every_kind_of_list_is_continued_as_it_is_written(before: str, after: str) -> None:
    assert edited(before, append(("a",), "new")) == after


def test_a_lone_source_becomes_a_list_of_two() -> None:
    assert changes(FILE, append((*SOURCES, "torch"), {"index": "b"})) == (
        'torch = { index = "pytorch-cu128" }\n',
        'torch = [\n    { index = "pytorch-cu128" },\n    { index = "b" },\n]\n',
    )


def test_a_source_with_a_header_of_its_own_becomes_a_list_of_two() -> None:
    text = '[tool.uv.sources]\nx = { path = "x" }\n\n[tool.uv.sources.torch]\nindex = "a"\n'
    assert edited(text, append((*SOURCES, "torch"), {"index": "b"})) == (
        '[tool.uv.sources]\nx = { path = "x" }\ntorch = [\n  { index = "a" },\n  { index = "b" },\n]\n'
    )


def test_a_whole_table_gets_a_header_of_its_own() -> None:
    project = '[project]\nname = "x"\n'
    written = edited(project, put(SOURCES, {"torch": {"index": "cpu"}}))
    assert written == project + '\n[tool.uv.sources]\ntorch = { index = "cpu" }\n'


def test_nothing_can_be_appended_to_a_number() -> None:
    with pytest.raises(CannotEdit, match="a is neither"):
        edited("a = 1\n", append(("a",), 2))
    with pytest.raises(CannotEdit, match="a is neither"):
        edited("a = 1\n", put(("a", "b"), 2))
    with pytest.raises(CannotEdit, match=r"tool\.uv\.index is neither"):
        edited(FILE, put((*INDEX, 5, "name"), "x"))


# Remove


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a = ['x', 'y', 'z']\n", "a = ['x', 'z']\n"),
        ("a = [\n  'x',\n  'y', # about y\n  'z',\n]\n", "a = [\n  'x',\n  'z',\n]\n"),
        ("a = [\n  'x',\n  'y'\n]\n", "a = [\n  'x'\n]\n"),
        ("a = ['x', 'y']\n", "a = ['x']\n"),
        ("a = ['x', 'y',]\n", "a = ['x',]\n"),
        ("a = [\n  'x', 'y',\n  'z',\n]\n", "a = [\n  'x',\n  'z',\n]\n"),
        ("a = [\n  'x',\n\n  # about y\n  'y',\n\n  'z',\n]\n", "a = [\n  'x',\n\n  'z',\n]\n"),
        ("a = [\n  'x',\n  # about y and z\n  'y',\n  'z',\n]\n", "a = [\n  'x',\n  # about y and z\n  'z',\n]\n"),
        ("a = [\n  'x',\n  # 'old',\n  'y',\n]\n", "a = [\n  'x',\n  # 'old',\n]\n"),
    ],
)
def test_an_item_goes_with_its_comma_and_its_own_comment(before: str, after: str) -> None:
    assert edited(before, remove(("a", 1))) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a = ['x', 'y']\n", "a = ['y']\n"),
        ("a = [ 'x' ]\n", "a = []\n"),
        ("a = [\n  # none\n  'x'\n]\n", "a = [\n]\n"),
        ("a = ['x',\n  'y']\n", "a = [\n  'y']\n"),
        ("a = [ # why\n'x', 'y']\n", "a = [ # why\n'y']\n"),
    ],
)
def test_the_first_item_goes(before: str, after: str) -> None:
    assert edited(before, remove(("a", 0))) == after


def test_a_block_goes_with_the_comment_above_and_one_blank_line() -> None:
    text = edited(FILE, remove((*INDEX, 0)))
    assert text == FILE[: FILE.index("# the index")] + FILE[FILE.index("[tool.ruff]") :]


def test_the_last_table_goes_with_the_blank_line_before_it() -> None:
    assert edited(FILE, remove(("tool", "ruff"))) == FILE[: FILE.index("\n[tool.ruff]")]
    assert edited(FILE.rstrip(), remove(("tool", "ruff"))) == FILE[: FILE.index("\n\n[tool.ruff]")]


def test_a_header_goes_with_its_last_key() -> None:
    text = edited(FILE, remove((*SOURCES, "torchvision")), remove((*SOURCES, "torch")))
    assert text == FILE[: FILE.index("[tool.uv.sources]")] + FILE[FILE.index("# the index") :]


def test_an_emptied_source_goes_but_emptied_dependencies_stay() -> None:
    assert "torchvision" not in edited(FILE, remove((*SOURCES, "torchvision", 0)))
    assert edited("[project]\ndependencies = ['x']\n", remove((*DEPENDENCIES, 0))) == "[project]\ndependencies = []\n"


def test_a_header_with_a_comment_of_its_own_stays() -> None:
    text = "[tool.uv]\n# keep me\npackage = true\n# and me\n"
    assert edited(text, remove((*UV, "package"))) == "[tool.uv]\n# and me\n"


def test_all_blocks_go_at_once_wherever_they_stand() -> None:
    text = "[[tool.uv.index]]\nname = 'a'\n\n[x]\n\n[[tool.uv.index]]\nname = 'b'\n[y]\n"
    assert edited(text, remove(INDEX)) == "[x]\n\n[y]\n"


# Dotted keys


def test_dotted_keys_are_continued_as_dotted_keys() -> None:
    text = "[tool.uv]\nsources.torch.index = 'a'\npackage = true\n"
    assert changes(text, put((*SOURCES, "torchvision"), {"index": "a"})) == (
        "",
        'sources.torchvision = { index = "a" }\n',
    )
    assert changes(text, put((*SOURCES, "torch", "index"), "b")) == (
        "sources.torch.index = 'a'\n",
        "sources.torch.index = 'b'\n",
    )
    assert edited(text, remove((*SOURCES, "torch"))) == "[tool.uv]\npackage = true\n"


def test_quoted_keys_are_found_and_unusual_ones_quoted() -> None:
    text = '[tool."uv"."sources"]\n"torch" = { "index" = "a" }\n'
    assert changes(text, put((*SOURCES, "torch", "index"), "b")) == (
        '"torch" = { "index" = "a" }\n',
        '"torch" = { "index" = "b" }\n',
    )
    assert edited("", put(("x", "a b"), 1)) == '[x]\n"a b" = 1\n'


def test_inline_tables_of_tables_are_continued_inline() -> None:
    text = "[tool]\nuv = { package = true }\n"
    assert edited(text, put((*SOURCES, "torch", "index"), "a")) == (
        '[tool]\nuv = { package = true, sources = { torch = { index = "a" } } }\n'
    )


# Bytes


def test_windows_line_ends_stay() -> None:
    text = FILE.replace("\n", "\r\n")
    edits = [
        put((*INDEX, 0, "explicit"), value=True),
        append(DEPENDENCIES, "scipy"),
        append(INDEX, {"name": "b"}),
        put((*UV, "conflicts"), [[{"extra": "a"}, {"extra": "b"}]]),
        remove((*SOURCES, "torch")),
    ]
    assert edited(text, *edits) == edited(FILE, *edits).replace("\n", "\r\n")


def test_letters_beyond_ascii_stay() -> None:
    text = "# 显卡 🔥\n[project]\nname = 'ü'  # größer\n"
    assert edited(text, put(("project", "version"), "1")) == text + 'version = "1"\n'


def test_several_lines_of_one_inline_table_are_edited_too() -> None:
    text = "[tool.uv.sources]\ntorch = {\n  index = 'a',  # ours\n}\n"
    assert edited(text, put((*SOURCES, "torch", "extra"), "cpu")) == (
        "[tool.uv.sources]\ntorch = {\n  index = 'a',  # ours\n  extra = \"cpu\",\n}\n"
    )


def test_a_list_that_outgrows_its_line_gets_several() -> None:
    long = [f"a-package-with-a-name-of-some-length-{number}" for number in range(4)]
    assert edited('a = ["x"]  # k\n', put(("a",), long)) == (
        "a = [\n" + "".join(f'  "{one}",\n' for one in long) + "]  # k\n"
    )


def test_lists_are_indented_against_the_key_they_belong_to() -> None:
    text = '[a]\n\tb = [\n\t\t"x",\n\t]\n'
    assert edited(text, put(("a", "c"), ["y"])) == text + '\tc = [\n\t\t"y",\n\t]\n'


@settings(deadline=None, max_examples=200)
@given(data=st.data())
def test_any_edits_leave_what_a_fresh_look_sees(data: st.DataObject) -> None:
    """What is parsed again after an edit is as if all were, and says what the edits said."""
    draft = Draft(FILE)
    plain: dict[str, Any] = tomllib.loads(FILE)
    for _ in range(data.draw(st.integers(1, 5))):
        path = data.draw(st.sampled_from([("a", "b"), DEPENDENCIES, (*SOURCES, "torch"), (*UV, "x"), ("tool", "ruff")]))
        value = data.draw(VALUES)
        draft.put(path, value)
        table = plain
        for key in path[:-1]:
            table = table.setdefault(key, {})
        table[path[-1]] = value
    assert str(draft._outline.root) == str(Outline(draft.text.encode()).root)
    assert tomllib.loads(draft.text) == plain


@pytest.mark.parametrize("value", [[False], [{"k": 1}, 2]])
def test_blocks_that_get_something_else_than_tables_become_a_list(value: list[object]) -> None:
    draft = Draft("[[tool.uv.x]]\nk = 1\n\n[tool.ruff]\nline-length = 100\n")
    draft.put((*UV, "x"), value)
    assert tomllib.loads(draft.text) == {"tool": {"uv": {"x": value}, "ruff": {"line-length": 100}}}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a = ['x']\n", "a = [\"new\", 'x']\n"),
        ("a = [\n  'x',\n]\n", "a = [\n  \"new\",\n  'x',\n]\n"),
    ],
)
def test_a_list_may_grow_at_its_beginning(before: str, after: str) -> None:
    assert edited(before, put(("a",), ["new", "x"])) == after


def test_an_empty_inline_table_takes_its_first_key() -> None:
    assert edited("a = {}\n", put(("a", "b"), 1)) == "a = { b = 1 }\n"


def test_the_first_item_beside_others_on_another_line_goes() -> None:
    assert edited("a = [ # why\n'x', # x\n'y', 'z']\n", remove(("a", 1))) == "a = [ # why\n'x', # x\n'z']\n"
    assert edited("a = [\n'x'\n, 'y']\n", remove(("a", 0))) == "a = [\n 'y']\n"


def test_blocks_may_be_put_before_others_and_made_by_the_list() -> None:
    blocks = '[[tool.uv.index]]\nname = "a"\n'
    assert edited(blocks, put(INDEX, [{"name": "z"}, {"name": "a"}])) == ('[[tool.uv.index]]\nname = "z"\n\n' + blocks)
    assert edited("", put(INDEX, [{"name": "a"}, {"name": "b"}])) == (
        '[[tool.uv.index]]\nname = "a"\n\n[[tool.uv.index]]\nname = "b"\n'
    )


def test_a_table_gives_way_to_a_value() -> None:
    assert edited("[a.b]\nc = 1\n", put(("a", "b"), 2)) == "[a]\nb = 2\n"


def test_dotted_keys_in_inline_tables_are_read() -> None:
    assert Draft("a = { b.c = 1, b.d = 2 }\n").value(("a",)) == {"b": {"c": 1, "d": 2}}


def test_a_table_inside_a_block_belongs_to_that_block() -> None:
    text = "[[a]]\n[a.b]\nc = 1\n[[a]]\n[a.b]\nc = 2\n"
    assert Draft(text).value(("a",)) == [{"b": {"c": 1}}, {"b": {"c": 2}}]
