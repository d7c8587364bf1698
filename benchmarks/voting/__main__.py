"""Sets Django up with a database in memory before anything of it is loaded."""

import os
from importlib import import_module

import django
from django.conf import settings
from django.test.utils import get_runner, setup_test_environment

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "grodd.settings.test")
    django.setup()
    setup_test_environment()
    runner = get_runner(settings)(verbosity=0)
    databases = runner.setup_databases()
    try:
        import_module("benchmarks.voting.timed").main()
    finally:
        runner.teardown_databases(databases)
