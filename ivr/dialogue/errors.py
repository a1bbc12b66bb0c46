"""What can be wrong with a dialogue: mistakes of the book, never of the caller."""

from ivr.errors import CarelineError


class EndlessTurnError(CarelineError):
    """Raised if a turn passes through too many nodes without ever waiting for the caller.

    ``bound`` is how many were allowed, ``path`` the nodes passed.
    """

    def __init__(self, bound: int, path: tuple[str, ...]) -> None:
        self.bound = bound
        self.path = path
        super().__init__(f"a turn went through {bound} nodes, the most allowed, without waiting")
