"""The day: seven phases, in this order. Each reads the world as the one before it left it."""

from collections.abc import Callable

from sim.day.hand_off import hand_off
from sim.day.notice import notice
from sim.day.pay import pay
from sim.day.publish import publish
from sim.day.research import research
from sim.day.sell import sell
from sim.day.serve import serve
from sim.world.world import World

DAY: tuple[Callable[[World], None], ...] = (
    publish,
    notice,
    research,
    hand_off,
    sell,
    serve,
    pay,
)
