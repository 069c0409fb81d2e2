"""One module for each command of `autograder`; `cli` names them."""
