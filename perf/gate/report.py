"""What people read, and JSON for programs."""
import json
from dataclasses import asdict


def duration(seconds):
    for unit, name in ((1, "s"), (1e-3, "ms"), (1e-6, "us")):
        if seconds >= unit:
            return f"{seconds / unit:.3g} {name}"
    return f"{seconds * 1e9:.3g} ns"


def _row(f, counted):
    cells = [f.name, duration(f.base_seconds), f"{f.ratio:.3f}", f"{f.low:.3f} to {f.high:.3f}"]
    cells += [f"{f.p:.2g}", f"{100 * f.noise:.1f} %"]
    if counted:
        instructions = counted.get(f.name)
        cells.append(f"{instructions:.4f}" if instructions else "-")
    return [*cells, f.verdict]


def table(findings, counted):
    """counted: by benchmark the ratio of instructions; may be empty."""
    head = ["benchmark", "base", "ratio", "95 % interval", "p", "noise"]
    rows = [head + (["instructions"] if counted else []) + ["verdict"]]
    rows += [_row(f, counted) for f in findings]
    widths = [max(len(row[c]) for row in rows) for c in range(len(rows[0]))]
    lines = []
    for row in rows:
        cells = [row[0].ljust(widths[0])] + [c.rjust(w) for c, w in zip(row[1:], widths[1:])]
        lines.append("  " + "  ".join(cells).rstrip())
    lines.insert(1, "  " + "-" * (sum(widths) + 2 * len(widths) - 2))
    return "\n".join(lines)


def write_json(path, facts, findings, counted):
    rows = [{**asdict(f), "instructions": counted.get(f.name)} for f in findings]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({**facts, "benchmarks": rows}, indent=1) + "\n")
