"""Addresses of the portfolio."""

from django.urls import path

from grodd.web.portfolio import views

app_name = "portfolio"
urlpatterns = [
    path("", views.show, name="show"),
    path("portfolio.csv", views.as_csv, name="csv"),
    path("portfolio.xlsx", views.as_xlsx, name="xlsx"),
]
