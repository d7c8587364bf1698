"""Addresses of the living page."""

from django.urls import path

from grodd.web.gallery import views

app_name = "gallery"
urlpatterns = [
    path("", views.show, name="show"),
    path("page/<slug:name>/", views.lost, name="lost"),
]
