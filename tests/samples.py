"""Sample files from elsewhere, kept outside the repository because of their licences.

They are found in the folder that GRODD_SAMPLES names, or in shared/samples of the nearest folder
above this one that has it. Where there is none, the tests that need them are skipped and say so.
"""

import os
from pathlib import Path

import pytest


def samples(*parts: str) -> Path:
    """The folder or file ``parts`` among the samples; skips the test where it is missing."""
    named = os.environ.get("GRODD_SAMPLES")
    roots = [Path(named)] if named else [p / "shared" / "samples" for p in Path(__file__).parents]
    found = next((root.joinpath(*parts) for root in roots if root.joinpath(*parts).exists()), None)
    if found is None:
        wanted = "/".join(parts)
        pytest.skip(f"no sample {wanted}: set GRODD_SAMPLES to the folder that holds it")
    return found
