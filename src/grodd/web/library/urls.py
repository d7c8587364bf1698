"""Addresses of the library."""

from django.urls import path

from grodd.web.library import views

app_name = "library"
urlpatterns = [
    path("", views.find, name="search"),
    path("<int:lesson_id>/", views.lesson, name="lesson"),
    path("<int:lesson_id>/share/", views.share, name="share"),
    path("<int:lesson_id>/hide/", views.hide, name="hide"),
]
