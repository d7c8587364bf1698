"""The list of projects, and the page of one."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.views.decorators.http import require_GET

from grodd.base import clock
from grodd.base.typed import read_digits
from grodd.reports.project_list import SHOWN, lines_of, projects_listed
from grodd.reports.project_page import ProjectPage, project_page
from grodd.web.followup import shown
from grodd.web.followup.forms import RemarkForm
from grodd.web.http import Request, page_of, page_or_part


@require_GET
@login_required
def listing(request: Request) -> HttpResponse:
    """My projects and those of my programmes: what is due, late, waiting, ended."""
    today = clock.today()
    wished = request.GET.get("show", "")
    chosen = wished if wished in SHOWN else SHOWN[0]
    programme = request.GET.get("programme", "")
    rows = projects_listed(
        request.asker,
        shown=chosen,
        on=today,
        programme_id=read_digits(programme, most=15),
    )
    page = page_of(request, rows)
    context = {
        "tabs": shown.tabs(chosen, programme),
        "empty": shown.empty(chosen),
        "table": shown.project_table(lines_of(list(page.object_list), on=today)),
        "page": page,
    }
    return page_or_part(request, "followup", "list", context)


@require_GET
@login_required
def detail(request: Request, project_id: int) -> HttpResponse:
    """Where a project stands, what was said, and what I can do."""
    return shown_project(request, project_page(request.asker, project_id=project_id))


def shown_project(
    request: Request, page: ProjectPage, *, remark: RemarkForm | None = None, at: int = 0
) -> HttpResponse:
    """The page of a project; ``remark`` with what was typed under check-in ``at`` (its id)."""
    context = {
        **shown.page_words(page, request.asker),
        "is_late": page.next_check_in and page.next_check_in.due_on < clock.today(),
        "remark": remark or RemarkForm(),
        "remark_at": at,
    }
    status = 422 if remark else 200
    return page_or_part(request, "followup", "detail", context, status=status)
