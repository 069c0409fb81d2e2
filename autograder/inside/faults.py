"""What can go wrong at the border between an answer and its judge."""


class CannotCross(TypeError):
    """A value for which there is no way over the border; its text says why."""


class Malformed(ValueError):
    """What came is not of the format."""


class NoAnswer(Exception):
    """The other side ended, or sent what is no answer."""


class Shared(Exception):
    """Two objects of Keras' share weights: as copies they would not."""
