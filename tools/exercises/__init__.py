"""Make the exercises, prove them, and open them for a learner."""
