"""The smallest FastAPI service that can be asked how it is."""

from fastapi import FastAPI

app = FastAPI()


@app.get("/health")
def health() -> dict[str, str]:
    return {"status": "healthy"}


@app.get("/")
def hello() -> dict[str, str]:
    return {"message": "hello from orders"}
