"""What can go wrong with conversations."""

from app.problems import Problem


class ThreadNotFound(Problem):
    """404: unknown, or another user's, which is the same to the caller."""

    status = 404
    slug = "conversation-not-found"

    def __init__(self) -> None:
        super().__init__("There is no such conversation.")


class ItemNotFound(Problem):
    """404: no such entry in this conversation."""

    status = 404
    slug = "message-not-found"

    def __init__(self) -> None:
        super().__init__("There is no such message in this conversation.")


class UnsupportedOperation(Problem):
    """400: part of the ChatKit protocol, but not of this app."""

    status = 400
    slug = "unsupported-operation"

    def __init__(self, operation: str) -> None:
        super().__init__(f"This server does not offer {operation}.")
