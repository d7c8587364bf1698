"""Addresses of the start page."""

from django.urls import path

from grodd.web.home import views

app_name = "home"
urlpatterns = [
    path("", views.start, name="start"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("language/", views.language, name="language"),
    path("reading/", views.reading, name="reading"),
    path("stay/", views.stay, name="stay"),
    path("kept/", views.kept, name="kept"),
    path("kept/forget/", views.forget, name="forget"),
    path("spaces/", views.space, name="space"),
]
