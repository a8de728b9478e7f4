"""Runs pytest with these arguments, in this folder; exits with 77 where a package is missing."""

import importlib
import os
import sys

for package in ("numpy", "scipy", "sklearn", "pytest"):
    try:
        importlib.import_module(package)
    except ImportError as e:
        print(f"skipped: {e}")
        sys.exit(77)

import pytest

os.chdir(os.path.dirname(os.path.abspath(__file__)))
sys.exit(pytest.main(["-q", "-p", "no:cacheprovider", *sys.argv[1:]]))
