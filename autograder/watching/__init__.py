"""Grade submissions as they come: `autograder watch`."""
