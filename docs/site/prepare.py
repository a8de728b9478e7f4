"""What doxygen reads: prepare.py DIRECTORY FILE...

Copies files of the tree to DIRECTORY, under their names. Pages and headers are written for whoever reads
them where they are; doxygen knows less, so in the copies

* links between pages and to their headings are references, which doxygen checks; those to headers lead
  to the reference; those to other files, which the site does not have, are the path alone;
* a comment of a header speaks for what follows up to the next blank line, that of a struct for the
  fields that have none; doxygen would take the one for a single declaration, the other for the struct.
"""
import re
import sys
from pathlib import Path

TREE = Path(__file__).resolve().parents[2]


def label(page, heading=""):
    """accuracy for docs/ACCURACY.md, perf for perf/README.md, accuracy-exp for a heading as GitHub
    names it."""
    named = page.parent if page.name == "README.md" else page
    name = "index" if page == TREE / "README.md" else named.stem.lower()
    return f"{name}-{heading}" if heading else name


def found(page, target):
    path = (page.parent / target).resolve()
    if not path.exists():
        raise SystemExit(f"{page.relative_to(TREE)}: {target} does not exist")
    return path


def link(page, text, target):
    text = " ".join(text.split())
    if re.match(r"\w+:", target):
        return f"[{text}]({target})"
    file, _, heading = target.partition("#")
    to = found(page, file) if file else page
    path = to.relative_to(TREE)
    if path in GIVEN:
        text = text.replace("`", "")
        return f"[{text}](@ref {label(to, heading) if to.suffix == '.md' else to.name})"
    return f"`{path}`" if text.strip("`") in (to.name, str(path)) else f"{text} (`{path}`)"


def code_span(match):
    return f"``{match[1]}``" if "'" in match[1] else match[0]  # `' would be a quotation mark


def prepared_page(page, text):
    slugs = set()

    def heading(match):
        if len(match[1]) == 1:  # the page; that of the main page has its name already
            return match[0] if label(page) == "index" else f"{match[0]} {{#{label(page)}}}"
        slug = plain = re.sub(r"[^\w\- ]", "", match[2].lower()).replace(" ", "-")
        while slug in slugs:
            slug = f"{plain}-{1 + sum(s.startswith(plain) for s in slugs)}"
        slugs.add(slug)
        return f"{match[0]} {{#{label(page, slug)}}}"

    text = re.sub(r"^ *<!--.*?-->\n", "", text, flags=re.M | re.S)
    # Every second piece is a block of code, which stays as it is.
    pieces = re.split(r"(^ *```.*?^ *```$)", text, flags=re.M | re.S)
    for k, piece in enumerate(pieces):
        if k % 2:
            pieces[k] = re.sub(r"\A( *```)(text|console|sh|cmake|json)?\n", r"\1{.unparsed}\n", piece)
        else:
            piece = re.sub(r"^(#+) (.*)$", heading, piece, flags=re.M)
            piece = re.sub(r"`([^`]+)`", code_span, piece)
            piece = re.sub(r"!\[([^\[\]]*)\]\((\S+)\)", lambda m: f"![{m[1]}]({found(page, m[2]).name})", piece)
            pieces[k] = re.sub(r"(?<!!)\[([^\[\]]*)\]\(([^)\s]+)\)", lambda m: link(page, m[1], m[2]), piece)
    return "".join(pieces)


# What stands between braces, by the words before them; anything else is the body of a function.
BLOCKS = {"namespace": "scope", "extern": "scope", "requires": "requires",
          "struct": "type", "class": "type", "enum": "type"}  # fmt: skip


def prepared_header(text):
    text = re.sub(r"^extern template [^;]*;\n", "", text, flags=re.M)  # no part of the interface
    text = re.sub(r"^( +\w+ )(\w+), (\w+)(?:, (\w+))?;$",
                  lambda m: "\n".join(f"{m[1]}{name};" for name in m.groups()[1:] if name), text, flags=re.M)
    lines = []
    blocks = []  # the braces that are open
    commented = spoken_for = False  # by a comment just before; by one before in this paragraph
    inside = False  # a declaration of several lines
    for line in text.splitlines():
        code = re.sub(r"\s*/[/*].*|^\s*\*.*", "", line).strip()
        if code.startswith("}") and blocks:
            ended = blocks.pop()
            spoken_for = spoken_for or ended == "type"
            inside = ended == "requires"
        elif not line.strip():
            commented = spoken_for = inside = False
        elif {"body", "requires"} & set(blocks):
            pass
        elif not code:
            commented = True
        else:
            no_declaration = code.startswith(("#if", "#endif", "#include", "public", "private")) or code.endswith("_H")
            begins = not inside and not no_declaration
            if begins and not commented and not re.search(r"/(\*\*|//)<", line):
                if blocks[-1:] == ["type"] and "(" not in code:
                    lines.append("/** See above. */")
                elif spoken_for:
                    lines.append("/** See the one before. */")
            inside = not code.startswith("#") and not code.endswith((";", "}", "{"))
            spoken_for = spoken_for or commented
            commented = commented and inside
        if code.endswith("{"):
            blocks.append(next((kind for word, kind in BLOCKS.items() if word in code), "body"))
        lines.append(line)
    return "\n".join(lines) + "\n"


to = Path(sys.argv[1])
GIVEN = [Path(name) for name in sys.argv[2:]]
for name in GIVEN:
    text = (TREE / name).read_text()
    copy = to / name
    copy.parent.mkdir(parents=True, exist_ok=True)
    copy.write_text(prepared_page(TREE / name, text) if name.suffix == ".md" else prepared_header(text))
