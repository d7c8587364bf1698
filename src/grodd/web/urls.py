"""Every address begins here: one line per area."""

from django.conf import settings
from django.urls import include, path

urlpatterns = [
    path("", include("grodd.web.home.urls")),
    path("", include("grodd.web.accounts.urls")),
    path("organisation/", include("grodd.web.organisation.urls")),
    path("assessment/", include("grodd.web.assessment.urls")),
    path("decisions/", include("grodd.web.decisions.urls")),
    path("accounts/", include("allauth.urls")),
    path("applications/", include("grodd.web.applications.urls")),
    path("votes/", include("grodd.web.voting.urls")),
    path("imports/", include("grodd.web.imports.urls")),
    path("progress/", include("grodd.web.progress.urls")),
    path("takeovers/", include("grodd.web.takeovers.urls")),
    path("programmes/", include("grodd.web.programmes.urls")),
    path("rounds/", include("grodd.web.rounds.urls")),
    path("agreements/", include("grodd.web.agreements.urls")),
    path("books/", include("grodd.web.books.urls")),
    path("projects/", include("grodd.web.followup.urls")),
    path("lessons/", include("grodd.web.library.urls")),
    path("loans/", include("grodd.web.lending.urls")),
    path("portfolio/", include("grodd.web.portfolio.urls")),
    path("messages/", include("grodd.web.messages.urls")),
    path("ui/", include("grodd.web.gallery.urls")),
]

if settings.DEMO:
    urlpatterns.append(path("sign-in/demo/", include("grodd.web.accounts.demo_urls")))
