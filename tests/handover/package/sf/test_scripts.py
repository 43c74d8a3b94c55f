"""Both scripts do the same steps with the same commands, and are right in their own language."""

import re
import subprocess

import pytest
import tree_sitter
import tree_sitter_powershell

from dq.handover.package.sf import scripts
from dq.handover.package.sf.texts import COMMANDS, TEXTS

NAMES = ["laden", "ophalen"]
MARK = re.compile(r"@(?:say|run):\w+@")
BEGIN = {"sh": re.compile(r"^(\w+)\(\) \{"), "ps1": re.compile(r"^function ([\w]+)")}


def difficult(message, **values):
    """A language with every sign that ends a text in some shell."""
    return "‘„“”’ ' \" ` $x $(y) \\ % {" + message.format(**values)


def functions(name, kind):
    """What each function says and runs, in order; under "" what stands outside of them."""
    found, inside = {"": []}, ""
    for line in scripts.source(f"{name}.{kind}").splitlines():
        if begin := BEGIN[kind].match(line):
            inside = begin[1]
        found.setdefault(inside, []).extend(MARK.findall(line))
        if line.startswith("}") or (inside and line.endswith(" }") and BEGIN[kind].match(line)):
            inside = ""
    return found


def tree(content):
    parser = tree_sitter.Parser(tree_sitter.Language(tree_sitter_powershell.language()))
    return parser.parse(content.removeprefix(b"\xef\xbb\xbf")).root_node


def strings(node):
    """The texts of a script, as they stand in it."""
    if node.type == "expandable_string_literal":
        yield node.text.decode()
    for child in node.children:
        yield from strings(child)


@pytest.mark.parametrize("name", NAMES)
def test_both_do_the_same_steps_with_the_same_commands_and_texts(name):
    bash, powershell = functions(name, "sh"), functions(name, "ps1")
    assert {key: marks for key, marks in bash.items() if marks} == {
        key: marks for key, marks in powershell.items() if marks
    }
    shared = [key for key in powershell if key in bash]
    assert shared == [key for key in bash if key in powershell]
    assert set(bash) - set(powershell) <= {"value"}
    assert any("run:" in mark for marks in bash.values() for mark in marks)


def test_every_text_and_command_is_used():
    used = {
        mark.strip("@").split(":")[1]
        for name in NAMES
        for mark in MARK.findall(scripts.source(f"{name}.sh"))
    }
    assert used == {*TEXTS, *COMMANDS}


@pytest.mark.parametrize("name", NAMES)
def test_powershell_can_read_it_whatever_the_texts_have(name):
    content = scripts.powershell(name, difficult)
    assert content.startswith(b"\xef\xbb\xbf") and content.count(b"\r\n") == content.count(b"\n")
    assert not tree(content).has_error
    texts = list(strings(tree(content)))
    assert any("`“" in text and "`$x" in text for text in texts)
    assert not any(re.search("(?<!`)[„“”]", text) for text in texts)


def test_the_check_of_powershell_sees_a_mistake():
    content = scripts.powershell("laden", difficult)
    assert tree(content.replace(b"function connect {", b"function connect {{")).has_error


@pytest.mark.parametrize("name", NAMES)
def test_bash_can_read_it_whatever_the_texts_have(name, tmp_path):
    script = tmp_path / "script.sh"
    script.write_bytes(scripts.bash(name, difficult))
    checked = subprocess.run(["bash", "-n", str(script)], capture_output=True, text=True)
    assert (checked.returncode, checked.stderr) == (0, "")
    done = subprocess.run(["bash", str(script), "--wrong", "x"], capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr.startswith("‘„“”’ ' \" ` $x $(y) \\ % {")


@pytest.mark.parametrize("name", NAMES)
def test_windows_powershell_knows_all_that_is_used(name):
    """Operators and options that came after 5.1."""
    text = scripts.powershell(name, difficult).decode()
    for later in (
        "??",
        "?.",
        " && ",
        " || ",
        "-AsHashtable",
        "ForEach-Object -Parallel",
        "utf8NoBOM",
    ):
        assert later not in text
