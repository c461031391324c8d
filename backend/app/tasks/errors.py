"""What can go wrong with tasks."""

from app.problems import Problem


class TaskNotFound(Problem):
    """404: unknown, or another user's, which is the same to the caller."""

    status = 404
    slug = "task-not-found"

    def __init__(self) -> None:
        super().__init__("There is no such task.")
