"""Ways in for the made-up cast. Included only where ``settings.DEMO`` is set."""

from django.urls import path

from grodd.web.accounts import demo

app_name = "demo"
urlpatterns = [
    path("", demo.cast, name="cast"),
    path("<slug:key>/", demo.enter, name="enter"),
]
