"""What can go wrong with tasks."""

from app.problems import FieldError, InvalidRequest, Problem

TIME_NEEDS_DATE = "a time needs a due_date"


class TaskNotFound(Problem):
    """404: unknown, or another user's, which is the same to the caller."""

    status = 404
    slug = "task-not-found"

    def __init__(self) -> None:
        super().__init__("There is no such task.")


class NoTaskBefore(InvalidRequest):
    """422: a task cannot be put behind one that the owner has not got."""

    def __init__(self) -> None:
        super().__init__(
            "Invalid: after. There is no such task.",
            errors=[FieldError(field="after", message="expected the id of a task, or null")],
        )


class TimeWithoutDate(InvalidRequest):
    """422: a task that is due on no date cannot be due at a time."""

    def __init__(self) -> None:
        super().__init__(
            "Invalid: due_time. The task has no due_date.",
            errors=[FieldError(field="due_time", message=TIME_NEEDS_DATE)],
        )
