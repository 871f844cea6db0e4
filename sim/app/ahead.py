"""Modules that the app's processes need, imported once, before they are forked."""

import sim.app.folders
import sim.app.live
import sim.folder.figures
import sim.folder.write
import sim.request
import sim.runs.worlds  # noqa: F401
