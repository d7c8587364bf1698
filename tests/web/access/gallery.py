"""The living page of components: nothing of anyone is on it, so it is open."""

from tests.web.stage import Row

ROWS = [
    Row("gallery:show", public=True, passed={200, 404}),
    Row("gallery:lost", kwargs={"name": "404"}, public=True, passed={200, 404, 403, 409, 400, 500}),
]
