"""Addresses of the portfolio."""

from django.urls import path

from grodd.web.portfolio import views

app_name = "portfolio"
urlpatterns = [
    path("", views.show, name="show"),
    path("programmes/<int:programme_id>/report.pdf", views.report, name="report"),
    path("portfolio.csv", views.as_csv, name="csv"),
    path("portfolio.xlsx", views.as_xlsx, name="xlsx"),
]
