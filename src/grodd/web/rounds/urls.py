"""Addresses of rounds; the only pages that need no sign-in."""

from django.urls import path

from grodd.web.rounds import views

app_name = "rounds"
urlpatterns = [
    path("", views.open_now, name="open"),
    path("<slug:key>/", views.page, name="page"),
    path("<slug:key>/check/", views.check, name="check"),
]
