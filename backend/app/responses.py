"""The error answers of routes, for the OpenAPI document."""

from typing import Any

from app.problems import ProblemDocument


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Problem documents under these statuses."""
    return {
        status: {
            "model": ProblemDocument,
            "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/ProblemDocument"}}},
        }
        for status in statuses
    }
