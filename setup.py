"""Builds the extension module with CMake; all else is said in pyproject.toml."""

import re
import subprocess
import sys
from pathlib import Path

from setuptools import Extension, setup
from setuptools.command.build_ext import build_ext

ROOT = Path(__file__).parent.resolve()


class CMakeBuild(build_ext):
    def build_extension(self, ext):
        build = Path(self.build_temp).resolve()
        subprocess.run(
            ["cmake", "-S", ROOT, "-B", build, "-DCMAKE_BUILD_TYPE=Release", f"-DBELLCURVE_PYTHON={sys.executable}",
             "-DBELLCURVE_BUILD_PYTHON=ON", *(f"-DBELLCURVE_BUILD_{part}=OFF" for part in ("TESTS", "PERF", "TOOLS")),
             *self.pybind11()],
            check=True,
        )
        subprocess.run(["cmake", "--build", build, "--target", "bellcurve_python", "--parallel"], check=True)
        target = Path(self.get_ext_fullpath(ext.name)).parent.resolve()
        subprocess.run(["cmake", "--install", build, "--component", "python", "--prefix", target.parent], check=True)

    @staticmethod
    def pybind11():
        """The headers that pip brought for this build, if it did; or else the system's are found."""
        try:
            import pybind11
        except ImportError:
            return []
        return [f"-Dpybind11_DIR={pybind11.get_cmake_dir()}"]


def version():
    """CMake's project has it."""
    return re.search(r"project\(bellcurve VERSION ([0-9.]+)", (ROOT / "CMakeLists.txt").read_text())[1]


setup(version=version(), ext_modules=[Extension("bellcurve._core", [])], cmdclass={"build_ext": CMakeBuild})
