"""The product's settings, with one more address: the empty view a preview is compared with."""

from wizard.settings import *  # noqa: F403  the product's own, all of them

ROOT_URLCONF = "tests.bench.urls"
