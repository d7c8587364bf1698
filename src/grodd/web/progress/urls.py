"""Addresses of long work."""

from django.urls import path

from grodd.web.progress import views

app_name = "progress"
urlpatterns = [
    path("", views.listing, name="list"),
    path("<uuid:key>/", views.show, name="show"),
    path("<uuid:key>/stop/", views.stop, name="stop"),
]
