"""Addresses of messages and of the calendar."""

from django.urls import path

from grodd.web.messages import calendar, views

app_name = "messages"
urlpatterns = [
    path("", views.listing, name="list"),
    path("<int:message_id>/", views.open_one, name="open"),
    path("<int:message_id>/letter.pdf", views.letter, name="letter"),
    path("read/", views.read_all, name="read_all"),
    path("settings/", views.wishes, name="wishes"),
    path("calendar/", calendar.page, name="calendar"),
    path("calendar/renew/", calendar.renew, name="renew_calendar"),
    path("calendar/stop/", calendar.stop, name="stop_calendar"),
    path("calendar/<uuid:key>/<str:secret>.ics", calendar.feed, name="feed"),
]
