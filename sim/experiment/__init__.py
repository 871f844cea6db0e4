"""Experiments: a claim, the arms that put it to the test, and hypotheses that can fail.

An experiment is a config under ``configs/experiment``; docs/experiments.md explains its keys.
"""

from sim.experiment.question import Question, question_from

__all__ = ["Question", "question_from"]
