"""How much does it help that two scenarios share each agent's luck?

Two policies are run on the same seeds. If their luck were independent, the variance of their
difference would be the sum of their variances; what is left of that sum is what sharing luck leaves
to be averaged away. A ratio of 0.2 means that a fifth of the runs give the same precision.
"""
