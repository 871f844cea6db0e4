"""The day: seven phases, in this order. Each reads the world as the one before it left it."""

from collections.abc import Callable

from sim.model.day.hand_off import hand_off
from sim.model.day.notice import notice
from sim.model.day.pay import pay
from sim.model.day.publish import publish
from sim.model.day.research import research
from sim.model.day.sell import sell
from sim.model.day.serve import serve
from sim.model.state.world import World

DAY: tuple[Callable[[World], None], ...] = (
    publish,
    notice,
    research,
    hand_off,
    sell,
    serve,
    pay,
)
