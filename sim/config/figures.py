"""Figures by their names, as a setting and a folder have them."""

ALL = "all"
# Of one scenario; of several.
OF_ONE = ("market_share", "funnel", "progress_at_contact", "quota_attainment", "payout_curve",
          "pay_for_performance", "compensation_by_month", "bookings_by_week", "pipeline",
          "one_deal", "rep_time_use", "cohort_retention", "won_from", "speed",
          "real_funnel")  # fmt: skip
OF_SEVERAL = ("heat_map", "curve", "paired_differences", "main_effects", "interaction", "ranking")
