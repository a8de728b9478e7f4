"""The report of bellcurve-perf in a browser without a screen: it renders at the widths of a desktop
and of a phone, nothing sticks out, and the console stays empty.

  browser.py PROGRAM

Exit code 77: gnuplot or chromium is not here.
"""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

from report import CASES

# Of two types, so that charts have keys of several names.
BOTH = ["f32,f64" if word == "f32" else word for word in CASES]
WIDTHS = (1280, 390)

# Stands around the report and looks at it in a frame of each width.
AROUND = """<!DOCTYPE html><title>around</title><pre id="result"></pre><script>
const found = [];
let next = 0;
// Level words of a picture that lie on each other by more than a pixel.
function overlapping(picture) {
  const words = [...picture.querySelectorAll("text")]
    .filter(e => e.textContent.trim() && e.getScreenCTM().b == 0)
    .map(e => [e.textContent.trim(), e.getBoundingClientRect()]);
  const found = [];
  words.forEach(([a, p], i) => words.slice(i + 1).forEach(([b, q]) => {
    const wide = Math.min(p.right, q.right) - Math.max(p.left, q.left);
    const high = Math.min(p.bottom, q.bottom) - Math.max(p.top, q.top);
    if (wide > 1 && high > 1) found.push(a + " / " + b);
  }));
  return found;
}
function look() {
  if (next == WIDTHS.length) {
    document.getElementById("result").textContent = JSON.stringify(found);
    return;
  }
  const frame = document.createElement("iframe");
  frame.style = "border:0;height:2000px;width:" + WIDTHS[next] + "px";
  frame.onload = () => {
    const page = frame.contentDocument;
    const box = e => e.getBoundingClientRect();
    const pictures = [...page.querySelectorAll("svg")];
    found.push({
      width: WIDTHS[next],
      scroll: page.documentElement.scrollWidth,
      pictures: pictures.map(e => [box(e).width, box(e).height]),
      // The size of letters on the screen.
      letters: Math.min(...pictures.map(e => 15 * box(e).width / e.viewBox.baseVal.width)),
      overlaps: pictures.flatMap(overlapping),
      sections: [...page.querySelectorAll("section")].map(e => [e.id, box(e).height]),
    });
    frame.remove();
    ++next;
    look();
  };
  frame.src = "REPORT";
  document.body.append(frame);
}
look();
</script>"""


def chromium():
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if shutil.which(name):
            return name
    return None


def browse(path, directory):
    """What the page is once it has loaded, and what it said on the console."""
    result = subprocess.run(
        [chromium(), "--headless", "--no-sandbox", "--disable-gpu", "--allow-file-access-from-files",
         f"--user-data-dir={directory}/profile", "--enable-logging=stderr", "--virtual-time-budget=20000",
         "--dump-dom", "file://" + path],
        capture_output=True, text=True, timeout=240,
    )  # fmt: skip
    return result.stdout, [line for line in result.stderr.splitlines() if ":CONSOLE" in line]


def problems_of(report, directory):
    around = os.path.join(directory, "around.html")
    with open(around, "w") as f:
        f.write(AROUND.replace("WIDTHS", json.dumps(WIDTHS)).replace("REPORT", "file://" + report))
    text, console = browse(around, directory)
    yield from (f"on the console: {line}" for line in console)
    found = re.search(r'<pre id="result">(\[.*\])</pre>', text)
    if not found:
        yield "the report did not load"
        return
    for page in json.loads(found.group(1)):
        at = f"at {page['width']} pixels: "
        if page["scroll"] > page["width"]:
            yield at + f"the page is {page['scroll']} wide"
        if len(page["pictures"]) < 5 or any(w < 300 or h < 200 for w, h in page["pictures"]):
            yield at + f"pictures of {page['pictures']}"
        if (page["letters"] or 0) < 9:  # of no picture there are none
            yield at + f"letters of {page['letters']} pixels"
        if page["overlaps"]:
            yield at + f"words on each other: {page['overlaps']}"
        if any(height < 20 for _, height in page["sections"]):
            yield at + f"sections of {page['sections']}"


def main():
    program = os.path.abspath(sys.argv[1])
    if not shutil.which("gnuplot") or not chromium():
        print("skipped: no gnuplot or no chromium")
        return 77
    with tempfile.TemporaryDirectory() as directory:
        # That a word on the console and a page that is too wide would be seen.
        bad = os.path.join(directory, "bad.html")
        with open(bad, "w") as f:
            f.write("<!DOCTYPE html><div style='width:5000px'>x</div><script>console.error('seen')</script>")
        seen = list(problems_of(bad, directory))
        if not any("seen" in p for p in seen) or not any("the page is 50" in p for p in seen):
            print("FAILED: the check of a bad page found only", seen)
            return 1
        report = os.path.join(directory, "perf.html")
        subprocess.run(
            [program, *BOTH, "--html", report],
            check=True, stdout=subprocess.DEVNULL, timeout=240,
        )  # fmt: skip
        problems = list(problems_of(report, directory))
    for problem in problems:
        print("FAILED:", problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
