"""What a request asks for: an id, a question, a page number, a form."""

from __future__ import annotations

from starlette.datastructures import FormData
from starlette.requests import Request

from govgraph.errors import QueryError
from govgraph.queries.library import Query
from govgraph.web.pages.linked import is_id
from govgraph.web.pages.page import Page
from govgraph.web.pages.questions import all_questions
from govgraph.web.pages.refusals import NotFoundError

_PAGES = 100_000  # nobody turns more
LONGEST = 200  # characters of a name that is looked for


async def asked_form(request: Request) -> FormData:
    """A short form; a body of another kind counts as an empty one."""
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    return await request.form() if kind == "application/x-www-form-urlencoded" else FormData()


def asked_id(page: Page) -> str:
    """The id in the address; raises NotFoundError where it can be none."""
    id_ = str(page.request.path_params["id"])
    if not is_id(id_):
        raise NotFoundError(id_)
    return id_


def asked_question(page: Page) -> Query:
    """The saved question in the address; raises NotFoundError."""
    found = all_questions().get(page.request.path_params["name"])
    if found is None:
        raise NotFoundError
    return found


def asked_number(page: Page) -> int:
    """Which page of a list, from 1; raises QueryError for anything else."""
    text = page.request.query_params.get("page", "1")
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:9]) <= _PAGES:
        raise QueryError(page.t("页码应为正整数", "a page number is a whole number from 1"))
    return int(text)


def asked_client(request: Request) -> str:
    """Who asks, so that nobody takes all turns."""
    return request.client.host if request.client else ""
