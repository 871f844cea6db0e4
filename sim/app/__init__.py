"""The app: a page in the browser, served to this machine alone, on which a scenario is put
together, watched day by day, run and compared.

Its Python makes pages and answers in JSON; whatever takes long or needs the model is done by
processes of their own (``sim/app/process.py``), so that the page answers at any time.
"""
