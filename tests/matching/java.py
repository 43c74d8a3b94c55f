"""What the Spark engine lacks on this machine, if anything; as a program it says so in one line."""

import importlib.util
import os
import re
import shutil
import subprocess
from pathlib import Path


def lacking():
    """What has to be installed first, or ""."""
    home = os.environ.get("JAVA_HOME")
    java = str(Path(home, "bin", "java")) if home else shutil.which("java")
    if java is None or not Path(java).exists():
        return "Java 17 or newer"
    told = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
    version = re.search(r'version "(?:1\.)?(\d+)', told)
    if version is None or int(version[1]) < 17:
        return "Java 17 or newer"
    return "" if importlib.util.find_spec("pyspark") else "PySpark (make test-spark brings it)"


if __name__ == "__main__" and lacking():
    print(f"Skipped the Spark engine's tests: they need {lacking()}; then run make test-spark.")
