"""Two pay plans compared at equal budget: under the same luck, and under luck of their own."""
