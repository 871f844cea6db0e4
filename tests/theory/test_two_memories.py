"""Two memories of salience (two_memories.py): worlds of a form that only these tests have, which to
compile takes longer than to interpret."""

from pathlib import Path

from tests.interpreted import interpreted


def test_two_memories_age_each_exposure_and_one_alone_is_the_other():
    interpreted(Path(__file__).with_name("two_memories.py"), passing=4)
