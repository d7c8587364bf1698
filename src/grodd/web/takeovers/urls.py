"""Addresses of takeovers."""

from django.urls import path

from grodd.web.takeovers import files, views

app_name = "takeovers"
urlpatterns = [
    path("programmes/<int:programme_id>/", views.begin, name="begin"),
    path("<int:takeover_id>/", views.show, name="show"),
    path("<int:takeover_id>/columns/", views.columns, name="columns"),
    path("<int:takeover_id>/totals/", views.totals, name="totals"),
    path("<int:takeover_id>/payments/", views.payments, name="payments"),
    path("<int:takeover_id>/take/", views.take, name="take"),
    path("<int:takeover_id>/report/", views.report, name="report"),
    path("<int:takeover_id>/rows/", views.rows, name="rows"),
    path("<int:takeover_id>/rows/<int:row>/", views.row, name="row"),
    path("<int:takeover_id>/rows.csv", files.rows, name="rows_csv"),
    path("<int:takeover_id>/wrong.csv", files.wrong, name="wrong_csv"),
]
