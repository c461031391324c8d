"""The objects that live as long as the process, put together once."""

from typing import Annotated

from fastapi import Depends, Request

from app.auth.limiter import SigninLimiter
from app.auth.passwords import Passwords
from app.auth.repository import AccountRepository, AttemptRepository
from app.auth.service import AuthService
from app.auth.tokens import TokenIssuer
from app.chat.repository import ConversationRepository
from app.database import Database
from app.export import Exporter
from app.settings import Settings
from app.tasks.deleted import DeletedTaskRepository
from app.tasks.repository import TaskRepository
from app.tasks.service import TaskService


class Services:
    """What routes and tools work with. Making it connects to nothing."""

    def __init__(self, settings: Settings) -> None:
        secret = settings.jwt_secret.get_secret_value()
        self.settings = settings
        self.database = Database(settings.database_url.get_secret_value(), pool_size=settings.database_pool_size)
        self.tokens = TokenIssuer(secret, settings.access_token_seconds)
        limiter = SigninLimiter(AttemptRepository(self.database), limit=settings.signin_attempts, pepper=secret)
        accounts, tasks = AccountRepository(self.database), TaskRepository(self.database)
        deleted, conversations = DeletedTaskRepository(self.database), ConversationRepository(self.database)
        self.auth = AuthService(accounts, Passwords(), self.tokens, limiter)
        self.tasks = TaskService(tasks, deleted, accounts)
        self.conversations = conversations
        self.export = Exporter(tasks, deleted, conversations)


def services_of(request: Request) -> Services:
    """The services of the app that answers this request."""
    services: Services = request.app.state.services
    return services


ServicesDep = Annotated[Services, Depends(services_of)]
