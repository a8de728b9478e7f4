"""Every block of code on every page is compiled or run: snippets.py [COMMAND]

What is done with a block is said by its language:

    cpp, c, fortran  stands in a program of examples/, which is compiled and run: the same lines but for
                     their indentation, and the whole program if the block has a main
    python           bindings/python/tests/test_docs.py runs it
    sh               is run, with COMMAND as `bellcurve`, in a directory of its own for each page, which has
                     the tree's data/ and examples/
    console          likewise: after each `$ ` line stands what the command prints
    text             nothing: no code

and by comments on the page, just before it:

    <!-- given: X.npy f4 200x20; photo.png data/china.png -->   files that sh and console find
    <!-- file: m.json -->              the block itself is such a file; or what follows in the comment
    <!-- varies: threads; active -->   lines of a console that begin so may go on in any way
    <!-- not run: why -->             the targets of make in it must exist
    <!-- needs: program -->            left out unless this program is beside COMMAND

Without COMMAND sh and console are left out.
"""
import os
import random
import re
import shutil
import struct
import subprocess
import sys
import tempfile
from array import array
from math import prod
from pathlib import Path

TREE = Path(__file__).resolve().parents[2]
PAGES = [TREE / "README.md", *sorted((TREE / "docs").glob("*.md")), TREE / "perf" / "README.md"]
SOURCES = {"cpp": "*.cpp", "c": "*.c", "fortran": "*.f90"}
# A comment, or a block with its language.
PARTS = re.compile(r"^[ ]*<!-- (?P<word>[a-z ]+): (?P<said>.*?)\s*-->$"
                   r"|^(?P<indent>[ ]*)```(?P<language>\S*)\n(?P<code>.*?)^[ ]*```$", re.M | re.S)  # fmt: skip


TARGETS = re.findall(r"^([a-z-]+):", (TREE / "Makefile").read_text(), re.M)


def bare(text):
    return "".join(line.strip() + "\n" for line in text.splitlines())


def stands_in_an_example(language, code):
    for path in (TREE / "examples").glob(SOURCES[language]):
        source = bare(path.read_text())
        if bare(code) == source or (" main(" not in code and "\n" + bare(code) in source):
            return True
    return False


def write_npy(path, dtype, shape):
    """Numbers from 0 to 1, or integers from 0 to 127."""
    draw = random.Random(path.name)
    code = {"f4": "f", "f8": "d", "u1": "B", "u2": "H", "i2": "h"}[dtype]
    floats = dtype[0] == "f"
    values = array(code, (draw.random() if floats else draw.randrange(128) for _ in range(prod(shape))))
    order = "|" if dtype == "u1" else "<"
    header = f"{{'descr': '{order}{dtype}', 'fortran_order': False, 'shape': ({', '.join(map(str, shape))},), }}"
    header += " " * (-(len(header) + 11) % 64) + "\n"
    path.write_bytes(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode() + values.tobytes())


def give(directory, said):
    for one in filter(None, map(str.strip, said.split(";"))):
        name, what, *shape = one.split()
        if shape:
            write_npy(directory / name, what, [int(n) for n in shape[0].split("x")])
        else:
            shutil.copy(TREE / what, directory / name)


def run(directory, script, command):
    """Both outputs, and the exit code."""
    environment = {**os.environ, "PATH": f"{Path(command).parent}:{os.environ['PATH']}", "LC_ALL": "C"}
    done = subprocess.run(["sh", "-eu", "-c", script], cwd=directory, env=environment, text=True, timeout=120,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)  # fmt: skip
    return done.stdout, done.returncode


def console_problems(directory, code, command, varies):
    def cut(line):
        return next((start for start in varies if line.startswith(start)), line)

    for dialog in re.split(r"^\$ ", code, flags=re.M)[1:]:
        call, _, expected = dialog.partition("\n")
        got, _ = run(directory, call, command)
        if [*map(cut, got.splitlines())] != [*map(cut, expected.splitlines())]:
            yield f"$ {call}\nprints\n{got}"


def problems(page, directory, command):
    said = {}
    for part in PARTS.finditer(page.read_text()):
        if part["word"]:
            name, _, content = part["said"].partition("\n")
            if part["word"] == "file" and content:
                (directory / name).write_text(content + "\n")
            else:
                said[part["word"]] = part["said"]
            continue
        language = part["language"]
        code = re.sub(rf"^{part['indent']}", "", part["code"], flags=re.M)
        line = page.read_text()[: part.start()].count("\n") + 1
        where = f"{page.relative_to(TREE)}:{line}: "
        give(directory, said.pop("given", ""))
        name = said.pop("file", "")
        if name:
            (directory / name).write_text(code)
        varies = [start.strip() for start in said.pop("varies", "").split(";") if start.strip()]
        needed = said.pop("needs", "")
        if needed and command and not (Path(command).parent / needed).exists():
            continue
        if said.pop("not run", None):
            for target in re.findall(r"^ *make ([a-z-]+)", code, re.M):
                if target not in TARGETS:
                    yield f"{where}make has no target {target}"
        elif language in ("text", "python") or name:
            pass
        elif language in SOURCES:
            if not stands_in_an_example(language, code):
                yield f"{where}in no program of examples/:\n{code}"
        elif language == "sh":
            output, failed = run(directory, code, command) if command else ("", 0)
            if failed:
                yield f"{where}exit code {failed}: {output}\n{code}"
        elif language == "console":
            for problem in console_problems(directory, code, command, varies) if command else ():
                yield where + problem
        else:
            yield f"{where}a block that is neither compiled nor run (language '{language}')"
        if said:
            yield f"{where}unknown: {', '.join(said)}"
            said = {}


def main():
    command = sys.argv[1] if len(sys.argv) > 1 else ""
    found = []
    for page in PAGES:
        with tempfile.TemporaryDirectory() as scratch:
            for name in ("data", "examples"):
                (Path(scratch) / name).symlink_to(TREE / name)
            found += problems(page, Path(scratch), command)
    print("\n".join(found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
