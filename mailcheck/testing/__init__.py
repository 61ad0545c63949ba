"""A pack's examples as test cases: they are a rule's tests and its manual at once.

import pytest
from mailcheck.testing import example_cases

@pytest.mark.parametrize("case", example_cases("acme_mail_rules"), ids=str)
def test_example(case):
    case.check()
"""

from mailcheck.testing.examples import ExampleCase, cases_of, example_cases

__all__ = ["ExampleCase", "cases_of", "example_cases"]
