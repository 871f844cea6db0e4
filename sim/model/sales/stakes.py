"""Stakes: people who decide on a customer's deal, hours and days that it takes, by its size."""

from sim.engine.compiled import forced_inline
from sim.model.rules.buying_group import deciders
from sim.model.rules.deal_work import grown
from sim.model.sales.scene import Scene
from sim.model.state.catalogue import deal_size


@forced_inline
def people_deciding(i: int, scene: Scene) -> int:
    """People of the customer who must each be sure."""
    buyer = scene.buyer
    if buyer.group_growth <= 0.0:
        return int(deciders(1.0, buyer.group, 0.0))
    return int(deciders(_size(i, scene), buyer.group, buyer.group_growth))


@forced_inline
def enough_to_sign(i: int, scene: Scene) -> float:
    """Standard deviations of belief at which the customer signs."""
    return float(scene.signs[people_deciding(i, scene) - 1])


@forced_inline
def hours_of(usual: float, i: int, firm: int, scene: Scene) -> float:
    """Hours of a piece of work on the customer's deal, of which an average deal takes the usual."""
    growth = scene.settings[firm]["work_growth"]
    if usual <= 0.0 or growth <= 0.0:
        return usual
    return float(grown(usual, _size(i, scene), growth))


@forced_inline
def paperwork_of(i: int, firm: int, scene: Scene) -> float:
    """Mean days from the customer's yes to the signature."""
    timing = scene.timing[firm]
    if timing["paperwork_growth"] <= 0.0:
        return float(timing["paperwork_days"])
    return float(grown(timing["paperwork_days"], _size(i, scene), timing["paperwork_growth"]))


@forced_inline
def _size(i: int, scene: Scene) -> float:
    return deal_size(i, scene.goods.deal_size_sd, scene.catalogue)
