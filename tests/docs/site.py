"""The documentation site: make docs makes it without a warning, and in a browser without a screen every
page fits the widths of a desktop and of a telephone, its pictures are there, nothing comes from the
network, and the console stays empty.

Exit code 77: doxygen or chromium is not here.
"""
import html
import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

TREE = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(TREE / "tests" / "perf"))
from browser import WIDTHS, browse, chromium  # noqa: E402

# Looks at each page in a frame of each width.
AROUND = """<!DOCTYPE html><title>around</title><pre id="result"></pre><script>
const found = [];
let next = 0;
function look() {
  if (next == PAGES.length * WIDTHS.length) {
    document.getElementById("result").textContent = JSON.stringify(found);
    return;
  }
  const name = PAGES[Math.floor(next / WIDTHS.length)], width = WIDTHS[next % WIDTHS.length];
  const frame = document.createElement("iframe");
  frame.style = "border:0;height:1500px;width:" + width + "px";
  frame.onload = () => {
    const page = frame.contentDocument, at = name + " at " + width + " pixels: ";
    if (page.documentElement.scrollWidth > width)
      found.push(at + page.documentElement.scrollWidth + " wide");
    for (const e of page.querySelectorAll("img[src]"))
      if (!e.naturalWidth) found.push(at + "no picture " + e.getAttribute("src"));
    for (const e of page.querySelectorAll("[src], link[href]")) {
      const from = e.getAttribute("src") || e.getAttribute("href");
      if (/^(https?:)?\\/\\//.test(from)) found.push(at + "comes from " + from);
    }
    frame.remove();
    ++next;
    look();
  };
  frame.src = name;
  document.body.append(frame);
}
document.addEventListener("DOMContentLoaded", look);
</script>"""


def problems_of(site, pages):
    around = site / "around.html"
    around.write_text(AROUND.replace("PAGES", json.dumps(pages)).replace("WIDTHS", json.dumps(WIDTHS)))
    text, console = browse(str(around), site.parent)
    result = re.search(r'<pre id="result">(\[.*?\])</pre>', text, re.S)
    yield from (f"on the console: {line}" for line in console)
    yield from json.loads(html.unescape(result[1])) if result else ["the pages did not load"]


def main():
    if not shutil.which("doxygen") or not chromium():
        print("skipped: no doxygen or no chromium")
        return 77
    with tempfile.TemporaryDirectory() as scratch:
        made = subprocess.run([TREE / "scripts" / "docs.sh", scratch + "/docs"], capture_output=True, text=True)
        if made.returncode or made.stdout or made.stderr:
            print("FAILED:", made.stdout, made.stderr)
            return 1
        site = Path(scratch) / "docs" / "html"
        pages = sorted(path.name for path in site.glob("*.html") if not re.search("_source|-members|^dir_", path.name))
        # That a page that is too wide would be seen.
        (site / "bad.html").write_text("<!DOCTYPE html><div style='width:5000px'>x</div><img src='none.png'>")
        if len(list(problems_of(site, ["bad.html"]))) != 2 * len(WIDTHS):
            print("FAILED: a bad page was not seen")
            return 1
        problems = list(problems_of(site, pages))
    for problem in problems:
        print("FAILED:", problem)
    print(len(pages), "pages")
    return 1 if problems or len(pages) < 40 else 0


if __name__ == "__main__":
    sys.exit(main())
