"""Addresses of the loans together. One loan has its page among the agreements."""

from django.urls import path

from grodd.web.lending import caring, flows, provisions, views

app_name = "lending"
urlpatterns = [
    path("", views.listing, name="list"),
    path("work/", views.work, name="work"),
    path("risk/", views.risk, name="risk"),
    path("risk/<str:day>/", views.then, name="then"),
    path("set-aside/<int:scope_id>/", provisions.set_aside, name="set_aside"),
    path("set-aside/<int:scope_id>/book/", provisions.book, name="book_aside"),
    path("ratios/", views.ratio_page, name="ratios"),
    path("cash/", flows.cash, name="cash"),
    path("cash/<str:month>/<slug:kind>/", flows.cash_rows, name="cash_rows"),
    path("vintages/", flows.vintages, name="vintages"),
    path("<int:loan_id>/note/", caring.note, name="note"),
    path("<int:loan_id>/promise/", caring.promise, name="promise"),
    path("<int:loan_id>/review/", caring.review, name="review"),
    path("<int:loan_id>/card/", caring.card, name="card"),
    path("promises/<int:promise_id>/withdraw/", caring.withdraw, name="withdraw"),
]
