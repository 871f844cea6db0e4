"""Questions put to the model: per folder what is asked, a pure score, what is printed or drawn."""
