"""Addresses of decisions."""

from django.urls import path

from grodd.web.decisions import bodies, matters, meetings

app_name = "decisions"
urlpatterns = [
    path("", bodies.start, name="start"),
    path("bodies/new/", bodies.new, name="new_body"),
    path("bodies/<int:body_id>/", bodies.body, name="body"),
    path("bodies/<int:body_id>/rules/", bodies.rules, name="rules"),
    path("bodies/<int:body_id>/seats/", bodies.seat, name="seat"),
    path("bodies/<int:body_id>/trust/", bodies.trust, name="trust"),
    path("bodies/<int:body_id>/log/", bodies.log, name="log"),
    path("seats/<int:seat_id>/end/", bodies.end, name="end_seat"),
    path("trust/<int:delegation_id>/end/", bodies.end_trust, name="end_trust"),
    path("bodies/<int:body_id>/meetings/", meetings.plan, name="plan"),
    path("meetings/<int:meeting_id>/", meetings.meeting, name="meeting"),
    path("meetings/<int:meeting_id>/open/", meetings.open_, name="open"),
    path("meetings/<int:meeting_id>/close/", meetings.close, name="close"),
    path("meetings/<int:meeting_id>/minutes/", meetings.minutes, name="minutes"),
    path("meetings/<int:meeting_id>/minutes.pdf", meetings.minutes_pdf_, name="minutes_pdf"),
    path("matters/<int:matter_id>/", matters.matter, name="matter"),
    path("matters/<int:matter_id>/agenda/", matters.agenda, name="agenda"),
    path("matters/<int:matter_id>/vote/", matters.vote, name="vote"),
    path("matters/<int:matter_id>/step-out/", matters.out, name="step_out"),
    path("matters/<int:matter_id>/decide/", matters.decide, name="decide"),
    path("matters/<int:matter_id>/fast-track/", matters.fast_track, name="fast_track"),
    path("matters/<int:matter_id>/release/", matters.release, name="release"),
]
