"""/api/auth: sign up, sign in, who am I, and goodbye."""

from fastapi import APIRouter, status
from fastapi.responses import StreamingResponse

from app.auth.dependencies import ClientAddress, CurrentUser
from app.auth.schemas import AccountUpdate, Credentials, PasswordChange, Session, SignUp, UserPublic
from app.export import Export
from app.responses import documented
from app.services import ServicesDep

router = APIRouter(prefix="/api/auth", tags=["auth"])


@router.post("/signup", status_code=status.HTTP_201_CREATED, responses=documented(400, 409, 413, 422, 503))
async def sign_up(wanted: SignUp, services: ServicesDep) -> Session:
    """Make an account; the answer holds its first access token."""
    return await services.auth.sign_up(wanted)


@router.post("/signin", responses=documented(400, 401, 413, 422, 429, 503))
async def sign_in(given: Credentials, services: ServicesDep, client: ClientAddress) -> Session:
    """Exchange address and password for an access token."""
    return await services.auth.sign_in(given, client)


@router.get("/me", responses=documented(401, 503))
async def who_am_i(user_id: CurrentUser, services: ServicesDep) -> UserPublic:
    """The account that the token speaks for."""
    return await services.auth.profile(user_id)


@router.get("/export", response_model=Export, responses=documented(401, 503))
async def export(user_id: CurrentUser, services: ServicesDep) -> StreamingResponse:
    """All that is kept of the account: tasks, deleted tasks that can be restored, and conversations."""
    account = await services.auth.profile(user_id)
    return StreamingResponse(
        services.export.pieces(account),
        media_type="application/json",
        headers={"Content-Disposition": 'attachment; filename="todo-export.json"'},
    )


@router.patch("/me", responses=documented(400, 401, 413, 422, 503))
async def change_account(user_id: CurrentUser, services: ServicesDep, wanted: AccountUpdate) -> UserPublic:
    """Change the account that the token speaks for."""
    return await services.auth.change(user_id, wanted)


@router.post("/password", responses=documented(400, 401, 403, 413, 422, 429, 503))
async def change_password(
    user_id: CurrentUser, wanted: PasswordChange, services: ServicesDep, client: ClientAddress
) -> Session:
    """Change the password. Every session ends; the answer holds the token of a new one."""
    return await services.auth.change_password(user_id, wanted, client)


@router.delete("/me", status_code=status.HTTP_204_NO_CONTENT, responses=documented(401, 503))
async def leave(user_id: CurrentUser, services: ServicesDep) -> None:
    """Delete the account that the token speaks for, with its tasks and conversations. There is no way back."""
    await services.auth.leave(user_id)
