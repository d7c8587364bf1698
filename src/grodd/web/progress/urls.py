"""Addresses of long work."""

from django.urls import path

from grodd.web.progress import making, views

app_name = "progress"
urlpatterns = [
    path("", views.listing, name="list"),
    path("make/", making.make, name="make"),
    path("<uuid:key>/", views.show, name="show"),
    path("<uuid:key>/file/", making.file, name="file"),
    path("<uuid:key>/stop/", views.stop, name="stop"),
]
