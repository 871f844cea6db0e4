"""Rows of money, content and buyers."""

from experiments.face_validity.readings import constant, kpi, kpi_over_kpi, own
from experiments.face_validity.row import (
    CALIBRATED,
    DESIGN,
    HELD_OUT,
    INPUT,
    SHARE,
    TIMES,
    Part,
    Row,
)

ROWS = (
    Row(33, "revenue kept after a year",
        "gross 88 to 90 %, net 101 % (Benchmarkit); 90 and 100 % below 12,000 a year (SaaS "
        "Capital); gross the band of R7", CALIBRATED,
        (Part(kpi("grr"), 0.80, 0.92, SHARE, "gross", held_out=True),
         Part(kpi("nrr"), 1.00, 1.01, SHARE, "net")),
        "Accounts that stay grow as published (`market.service.expansion`), but too few stay.",
        "R7"),
    Row(34, "months until a customer has paid its cost", "12 to 24, median 18 (digitalapplied.com)",
        CALIBRATED, (Part(kpi("cac_payback_months"), 12.0, 24.0),)),
    Row(35, "lifetime value over cost of a customer", "median 3.2 (knowledgelib.io)", HELD_OUT,
        (Part(kpi_over_kpi("ltv", "cac"), 1.6, 6.4, TIMES),)),
    Row(36, "cost of selling and marketing over new yearly revenue", "2.00 (Benchmarkit); 1 to 3",
        CALIBRATED, (Part(kpi("sales_and_marketing_per_new_arr"), 1.0, 3.0, TIMES),)),
    Row(37, "discount on the list price", "22 to 31 % in the mean at 25,000 to 500,000 (OpenView)",
        CALIBRATED, (Part(own("discount"), 0.22, 0.31, SHARE),),
        "None under a linear commission; C4 asks for it where a plan gives reason.", "C4"),
    Row(38, "marketing's part of the cost of selling", "no good number; a fifth to a half is usual",
        INPUT, (Part(kpi("marketing_share_of_cost"), 0.20, 0.50, SHARE),)),
    Row(39, "recipients lost, an e-mail", ".1 to .3 % (averi.ai)", INPUT,
        (Part(constant("unsubscribe"), 0.001, 0.003, SHARE),)),
    Row(40, "questions in a first conversation with most wins",
        "11 to 14 (Gong; outside the band of fact 35, 2 to 8)", DESIGN,
        (Part(constant("best_questions"), 11.0, 14.0),), "Of those tried.", "35"),
    Row(41, "people who decide", "5.4, then 6.8, 10.2 (Gartner); 13 and 9 more (Forrester 2026)",
        INPUT, (Part(constant("people"), 5.4, 10.2),),
        "Two by default; `market=enterprise` has five.", ""),
)  # fmt: skip
