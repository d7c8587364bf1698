"""The addresses of the demo, for tests of its doors."""

from django.urls import include, path

from grodd.web.urls import urlpatterns as ordinary

urlpatterns = [
    *ordinary,
    path("sign-in/demo/", include("grodd.web.accounts.demo_urls")),
]
