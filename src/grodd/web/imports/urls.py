"""Addresses of imports."""

from django.urls import path

from grodd.web.imports import views

app_name = "imports"
urlpatterns = [
    path("rounds/<int:round_id>/", views.begin, name="begin"),
    path("<int:run_id>/", views.show, name="show"),
    path("<int:run_id>/take/", views.take, name="take"),
    path("<int:run_id>/refused.csv", views.refused, name="refused"),
]
