"""Checks style, types and the order of the layers; every check runs, whatever the one before has found."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ROOT / ".venv" / "bin"
CHECKS = {
    "style": ["ruff", "check", "."],
    "types": ["mypy"],
    "layers": ["lint-imports", "--no-logo"],
}


def main() -> int:
    failed = []
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'site'}"}
    for name, (tool, *arguments) in CHECKS.items():
        print(f"--- {name}: {' '.join([tool, *arguments])}", flush=True)
        if subprocess.run([str(TOOLS / tool), *arguments], cwd=ROOT, env=environment).returncode:
            failed.append(name)
    verdict = f"these did not: {', '.join(failed)}" if failed else "all of them"
    print(f"\n{len(CHECKS) - len(failed)} of {len(CHECKS)} checks passed; {verdict}.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
