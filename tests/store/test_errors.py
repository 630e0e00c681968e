"""What a failure says and which exit code it has."""

import pickle

from disputecli.errors import Fault, Faults, UsageProblem, UserProblem


def test_a_fault_says_where_it_is():
    assert str(Fault("a.toml", "is odd", line=3, column=7)) == "a.toml:3:7: is odd"
    assert str(Fault("a.toml", "is odd")) == "a.toml: is odd"
    assert str(Fault("", "is odd")) == "is odd"


def test_several_faults_are_one_problem():
    faults = (Fault("a", "is odd", "Make it even."), Fault("b", "is gone"))
    both = Faults(faults)
    assert both.faults == faults
    assert both.sentence == "a: is odd (and 1 more)"
    assert (both.hint, both.exit_code) == ("", 1)
    assert Faults(faults[:1]).hint == "Make it even."


def test_exit_codes():
    assert UserProblem("no").exit_code == 1
    assert UserProblem("no", exit_code=3).exit_code == 3
    assert UsageProblem("no", "Do that.").exit_code == 2
    assert str(UsageProblem("no", "Do that.")) == "no"


def test_a_problem_survives_the_way_between_processes():
    again = pickle.loads(pickle.dumps(UserProblem("no", "Do that.", exit_code=3)))  # noqa: S301  # our own bytes
    assert (again.sentence, again.hint, again.exit_code) == ("no", "Do that.", 3)
