"""Addresses of programmes."""

from django.urls import path

from grodd.web.programmes import letters, questions, setup, views

app_name = "programmes"
urlpatterns = [
    path("", views.listing, name="list"),
    path("start/", views.start, name="start"),
    path("<int:programme_id>/", views.overview, name="overview"),
    path("<int:programme_id>/preview/", views.preview, name="preview"),
    path("<int:programme_id>/frame/", setup.frame, name="frame"),
    path("<int:programme_id>/body/", setup.body, name="body"),
    path("<int:programme_id>/themes/", setup.listed, {"which": "themes"}, name="themes"),
    path("<int:programme_id>/criteria/", setup.listed, {"which": "criteria"}, name="criteria"),
    path(
        "<int:programme_id>/self-check/",
        setup.listed,
        {"which": "self_check"},
        name="self_check",
    ),
    path("<int:programme_id>/questions/", questions.questions, name="questions"),
    path("<int:programme_id>/questions/new/", questions.question, name="new_question"),
    path("<int:programme_id>/questions/<slug:key>/", questions.question, name="question"),
    path("<int:programme_id>/questions/<slug:key>/move/", questions.move, name="move_question"),
    path(
        "<int:programme_id>/questions/<slug:key>/take-away/",
        questions.remove,
        name="remove_question",
    ),
    path("<int:programme_id>/letters/<str:kind>/", letters.letter, name="letter"),
    path("<int:programme_id>/rounds/new/", views.new_round, name="new_round"),
    path("rounds/<int:round_id>/", views.round_page, name="round"),
    path("rounds/<int:round_id>/publish/", views.publish, name="publish"),
    path("rounds/<int:round_id>/close/", views.close, name="close"),
]
