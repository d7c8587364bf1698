"""Addresses of agreements."""

from django.urls import path

from grodd.web.agreements import (
    awards,
    changing,
    claims,
    loans,
    papers,
    securities,
    takeovers,
    views,
)

app_name = "agreements"
urlpatterns = [
    path("", views.listing, name="list"),
    path("new/<int:application_id>/", views.make, name="make"),
    path("<int:agreement_id>/", views.detail, name="detail"),
    path("<int:agreement_id>/pdf/", views.pdf, name="pdf"),
    path("<int:agreement_id>/accept/", views.accept, name="accept"),
    path("<int:agreement_id>/paper/", views.paper, name="paper"),
    path("<int:agreement_id>/cancel/", views.cancel, name="cancel"),
    path("<int:agreement_id>/files/<uuid:key>/", views.file, name="file"),
    path("awards/<int:award_id>/spend/", awards.spend, name="spend"),
    path("awards/<int:award_id>/return/", awards.give_back, name="return"),
    path("parts/<int:instalment_id>/pay/", awards.pay, name="pay_part"),
    path("spending/<int:spending_id>/take-back/", awards.take_back, name="take_back"),
    path("loans/<int:loan_id>/", loans.repayments, name="repayments"),
    path("loans/<int:loan_id>/pay/", loans.pay, name="pay_loan"),
    path("loans/<int:loan_id>/early/", loans.early, name="early"),
    path("loans/<int:loan_id>/plans/<int:number>/", loans.plan, name="plan"),
    path("loans/<int:loan_id>/change/<slug:what>/", changing.change, name="change"),
    path("loans/<int:loan_id>/act/<slug:what>/", changing.act, name="act"),
    path("loans/<int:loan_id>/documents/", papers.choose, name="documents"),
    path("loans/<int:loan_id>/documents/<slug:kind>/", papers.document, name="document"),
    path("loans/<int:loan_id>/give-back/", changing.give_back, name="give_back"),
    path("loans/<int:loan_id>/securities/", securities.add, name="add_security"),
    path("loans/<int:loan_id>/interrupt/", claims.interrupt, name="interrupt"),
    path("loans/<int:loan_id>/interrupt/send/", claims.send, name="send_interruption"),
    path("loans/<int:loan_id>/takeover/", takeovers.propose, name="propose_takeover"),
    path("takeovers/<int:takeover_id>/", takeovers.takeover, name="takeover"),
    path("takeovers/<int:takeover_id>/agree/", takeovers.agree, name="agree_to_takeover"),
    path("takeovers/<int:takeover_id>/paper/", takeovers.paper, name="takeover_paper"),
    path("takeovers/<int:takeover_id>/cancel/", takeovers.cancel, name="cancel_takeover"),
    path("takeovers/<int:takeover_id>/pdf/", takeovers.pdf, name="takeover_pdf"),
    path("takeovers/<int:takeover_id>/files/<uuid:key>/", takeovers.file, name="takeover_file"),
    path("claims/", claims.lapsing, name="lapsing"),
    path("interruptions/<int:interruption_id>/", claims.letter, name="letter"),
    path(
        "interruptions/<int:interruption_id>/take-back/",
        claims.take_back,
        name="take_back_interruption",
    ),
    path("securities/<int:security_id>/release/", securities.release, name="release"),
    path("events/<int:event_id>/undo/", changing.undo, name="undo_event"),
    path("repayments/<int:repayment_id>/reverse/", loans.reverse, name="reverse"),
]
