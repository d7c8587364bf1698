"""Addresses of the books."""

from django.urls import path

from grodd.web.books import orders, result, views, years

app_name = "books"
urlpatterns = [
    path("", views.accounts, name="accounts"),
    path("open/", views.open_books, name="open"),
    path("account/", views.account, name="account"),
    path("journal/", views.journal, name="journal"),
    path("journal/new/", views.book, name="book"),
    path("journal/<int:voucher_id>/", views.voucher, name="voucher"),
    path("result/", result.result, name="result"),
    path("periods/", views.periods, name="periods"),
    path("years/next/", years.next_year, name="next_year"),
    path("periods/<int:period_id>/close/", views.close, name="close"),
    path("orders/", orders.orders, name="orders"),
    path("orders/<int:order_id>/", orders.order, name="order"),
    path("orders/<int:order_id>/approve/", orders.approve, name="approve"),
    path("orders/<int:order_id>/cancel/", orders.cancel, name="cancel"),
]
