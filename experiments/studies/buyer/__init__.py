"""The buyer's side of a market in numbers: what calibration, screening and ablation look at."""
