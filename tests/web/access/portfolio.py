"""Who reads how the programmes go: whoever sees a programme from inside."""

from tests.web.access.applications import in_programme
from tests.web.access.programmes import READ
from tests.web.stage import Row

ROWS = [
    Row("portfolio:show", may=READ),
    Row("portfolio:report", kwargs=in_programme, may=READ),
    Row("portfolio:csv", may=READ),
    Row("portfolio:xlsx", may=READ),
]
