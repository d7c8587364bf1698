"""Addresses of projects."""

from django.urls import path

from grodd.web.followup import ending, telling, views

app_name = "followup"
urlpatterns = [
    path("", views.listing, name="list"),
    path("<int:project_id>/", views.detail, name="detail"),
    path("<int:project_id>/goals/", telling.goals, name="goals"),
    path("check-ins/<int:check_in_id>/", telling.check_in, name="check_in"),
    path("check-ins/<int:check_in_id>/remarks/", telling.remark, name="remark"),
    path("<int:project_id>/gate/", ending.gate, name="gate"),
    path("<int:project_id>/result/", ending.result, name="result"),
    path("<int:project_id>/lesson/", ending.lesson, name="lesson"),
    path("<int:project_id>/complete/", ending.complete, name="complete"),
]
