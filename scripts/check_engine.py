"""Tell by the exit code whether the installed engine was compiled for this machine's processor.

A wheel in pip's cache may come from another machine that shares the home folder: with instructions that this
processor lacks it would die, without those that it has it would crawl.
"""

import re
import subprocess
import sys
from pathlib import Path

CPUINFO = Path("/proc/cpuinfo")
ASK = "import llama_cpp; print(llama_cpp.llama_print_system_info().decode())"
FLAGS = {
    "AVX2": "avx2",
    "AVX512": "avx512f",
    "AVX512_VBMI": "avx512vbmi",
    "AVX512_VNNI": "avx512_vnni",
    "AVX512_BF16": "avx512_bf16",
    "AVX_VNNI": "avx_vnni",
    "AMX_INT8": "amx_int8",
    "FMA": "fma",
    "F16C": "f16c",
    "BMI2": "bmi2",
}
"""The engine's names of instruction sets, and Linux' names."""
WORTH_A_BUILD = {"AVX2", "AVX512"}
"""Sets whose absence costs so much speed that compiling anew is worth it."""


def misfits(built: set[str], available: set[str]) -> list[str]:
    """What is wrong with an engine built with sets ``built`` on a processor with Linux flags ``available``."""
    lacking = [f"needs {name}" for name, flag in FLAGS.items() if name in built and flag not in available]
    idle = [f"does without {name}" for name in sorted(WORTH_A_BUILD) if FLAGS[name] in available and name not in built]
    return lacking + idle


def main() -> int:
    """0 when it fits, 1 when it does not."""
    asked = subprocess.run([sys.executable, "-c", ASK], capture_output=True, text=True, check=False)
    if asked.returncode != 0:
        print(f"      The engine does not start: {asked.stderr.strip()[-300:] or asked.returncode}")
        return 1
    if not CPUINFO.exists():
        return 0
    flags = re.search(r"^flags\s*:(.*)$", CPUINFO.read_text(encoding="utf-8"), re.MULTILINE)
    if flags is None:  # another architecture than x86
        return 0
    built = set(re.findall(r"(\w+) = 1", asked.stdout))
    wrong = misfits(built, set(flags[1].split()))
    if wrong:
        print(f"      The engine {', '.join(wrong)}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
