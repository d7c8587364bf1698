"""Addresses of assessment."""

from django.urls import path

from grodd.web.assessment import board, views

app_name = "assessment"
urlpatterns = [
    path("", views.start, name="start"),
    path("reviews/<int:assignment_id>/", views.review, name="review"),
    path("reviews/<int:assignment_id>/conflict/", views.conflict, name="conflict"),
    path("cases/<int:case_id>/", views.case, name="case"),
    path("rounds/<int:round_id>/", board.ranking, name="ranking"),
    path("rounds/<int:round_id>/queue/", board.queue, name="queue"),
    path("rounds/<int:round_id>/reviewers/", board.reviewers, name="reviewers"),
    path("rounds/<int:round_id>/evenly/", board.evenly, name="evenly"),
    path("applications/<int:application_id>/screen/", board.screen, name="screen"),
    path("applications/<int:application_id>/assign/", board.assign, name="assign"),
    path("applications/<int:application_id>/take-back/", board.take_back, name="take_back"),
    path("applications/<int:application_id>/conflict/", board.set_conflict, name="set_conflict"),
    path("applications/<int:application_id>/propose/", board.propose, name="propose"),
]
