"""Slots: which address of luck decides what, each stated once.

A draw has the address (purpose, day, agent, slot). A block of slots belongs to one decision; what
is decided firm by firm has the slot ``BLOCK + firm``. What happens once in a customer's journey,
whatever the day, has its slots from ``sim.engine.luck.slot_of``. Numbers are part of every digest:
append, never renumber.
"""

import zlib
from enum import IntEnum
from typing import NamedTuple

from sim.engine.rows import whole_numbers


class Purpose(IntEnum):
    """A matter that luck decides. Blocks of different purposes cannot meet."""

    ENTRY = 1
    EXPOSURE = 2
    SIGNAL = 3
    MEMORY = 4
    CONSIDER = 5
    LEAD = 6
    PEER = 7
    PATIENCE = 9
    STRAY_LEAD = 10
    SCORE = 11
    REACH = 13
    DISCOVERY = 14
    TALK_SIGNAL = 15
    CLOSING = 16
    COLD_CALL = 17
    RENEWAL = 18
    QUIT = 19
    ARRIVAL = 20
    TIME_OF_DAY = 21
    OFFER = 23
    EXPERIENCE = 24
    INSIGHT = 25
    ROUTING = 26
    CONTAGION = 27
    OPINION = 28
    START = 29
    SIGNING = 30
    PERSISTENCE = 31
    WAITING = 40
    TALK_TIME = 41
    VACANCY = 42
    PULL_FORWARD = 43
    TOPIC = 44
    ENGAGEMENT = 45
    NURTURE = 46
    LINE = 47
    FLIGHT = 48
    TRACKED = 50
    LOGGED = 51
    EXPANSION = 60
    LEAVE = 61
    PAIN = 101
    CATALOGUE = 102
    SKILL = 103
    TRAIT = 104
    WIRING = 105
    TERRITORY = 106
    WORLD = 107


# The same in the form in which compiled code takes them.
PURPOSE = whole_numbers(Purpose)


class Block(NamedTuple):
    """The slots from ``first`` on that decide one thing for one kind of agent."""

    purpose: Purpose
    agent: str
    first: int
    width: int
    decides: str


BLOCKS: list[Block] = []
# Room for one slot a firm: as many firms as a config may have.
FIRMS = 8
_MANY = 1 << 40


def _block(purpose: Purpose, agent: str, first: int, width: int, decides: str) -> int:
    BLOCKS.append(Block(purpose, agent, first, width, decides))
    return first


def source(name: str) -> int:
    """The number of a source of leads as an agent, whatever other sources there are."""
    return zlib.crc32(name.encode())


# A customer's day with content: noticed, aimed at others, tiring, learnt, remembered.
NOTICED = _block(Purpose.EXPOSURE, "customer", 0, FIRMS, "which item is noticed, if any")
TOLD = _block(Purpose.EXPOSURE, "customer", 64, FIRMS, "error of its signal, recalled exactly")
AIMED = _block(Purpose.EXPOSURE, "customer", 128, FIRMS, "whether others see a topical item")
TIRED = _block(Purpose.EXPOSURE, "customer", 192, FIRMS, "whether it makes them unsubscribe")
FORGOTTEN = _block(Purpose.SIGNAL, "customer", 0, FIRMS, "noise of a day's forgetting")
LEARNT = _block(Purpose.SIGNAL, "customer", 64, FIRMS, "error of an item's signal")
INSIGHT_FORGOTTEN = _block(Purpose.SIGNAL, "customer", 128, FIRMS, "the same, of discovery")
GAP_FORGOTTEN = _block(Purpose.MEMORY, "customer", 0, FIRMS, "noise of forgetting over a gap")
GAP_LEARNT = _block(Purpose.MEMORY, "customer", 32, FIRMS, "error of a gap's signals together")
GAP_INSIGHT = _block(Purpose.MEMORY, "customer", 64, FIRMS, "noise of forgetting discovery")
COMES_TO_MIND = _block(Purpose.CONSIDER, "customer", 0, FIRMS, "firms considered at first")
CONSIDERED_LATE = _block(Purpose.CONSIDER, "customer", 64, FIRMS, "firms considered later")
LEAVES_NAME = _block(Purpose.LEAD, "customer", 0, FIRMS, "whether an item makes a lead")
IS_REFERRED = _block(Purpose.LEAD, "customer", 64, 1, "whether a word makes a lead")

# Word of mouth. The same two slots choose the neighbour, whatever the purpose.
TIE, TIE_PLACE = 1, 2
HEARS = _block(Purpose.PEER, "customer", 0, 1, "whether a neighbour is heard")
_block(Purpose.PEER, "customer", TIE, 2, "which neighbour")
PEER_TOLD = _block(Purpose.PEER, "customer", 4, 1, "error of what the neighbour tells")
CATCHES = _block(Purpose.CONTAGION, "customer", 0, 1, "whether a need can be caught")
_block(Purpose.CONTAGION, "customer", TIE, 2, "from which neighbour")
PAIRED = _block(Purpose.OPINION, "customer", 0, 1, "whom a searcher discusses with")
_block(Purpose.WIRING, "customer", 0, 1 << 20, "who an acquaintance is")

# Giving up, choosing and being pulled into the market.
TURNS_ELSEWHERE = _block(Purpose.PATIENCE, "customer", 3, 1, "whether the wait for a call ends")
GIVES_UP = _block(Purpose.PATIENCE, "customer", 0, 1, "whether patience ends")
CHOOSES_TODAY = _block(Purpose.PATIENCE, "customer", 1, 1, "whether a logit choice falls today")
CHOICE = _block(Purpose.PATIENCE, "customer", 2, 1, "which option is chosen")
PULLED = _block(Purpose.PULL_FORWARD, "customer", 0, FIRMS, "whether a price cut wakes a need")
NEED = _block(Purpose.ENTRY, "customer", 0, 1 << 16, "days to the next need, by journey")

# Leads: their score, their time of day, their way to a rep, and the calls.
SCORED = _block(Purpose.SCORE, "customer", 0, FIRMS, "error of a lead's score")
_block(Purpose.NURTURE, "customer", SCORED, FIRMS, "error of a nurtured lead's score")
LEAD_TIME = _block(Purpose.TIME_OF_DAY, "customer", 0, FIRMS, "when a name is left")
ASKING_TIME = _block(Purpose.TIME_OF_DAY, "customer", 32, FIRMS, "when a rep is asked for")
LEAVING_TIME = _block(Purpose.TIME_OF_DAY, "customer", 64, 1, "when a customer gives up")
ROUTED_AT_ONCE = _block(Purpose.ROUTING, "customer", 0, FIRMS, "whether a lead is handed over")
ROUTED_LATER = _block(Purpose.ROUTING, "customer", 32, FIRMS, "how long it lies otherwise")
LEAD_GOES_TO = _block(Purpose.ROUTING, "customer", 64, FIRMS, "which rep has a lead")
REQUEST_GOES_TO = _block(Purpose.ROUTING, "customer", 96, FIRMS, "which rep has a request")
DEAL_GOES_TO = _block(Purpose.ROUTING, "customer", 128, FIRMS, "which closer has a found deal")
EMPTY_SEAT_GIVES_TO = _block(Purpose.ROUTING, "customer", 160, FIRMS, "who has an empty seat's")
SERVES_EMPTY_SEAT = _block(Purpose.ROUTING, "customer", 192, FIRMS, "who serves its account")
LEAVES_FORM = _block(Purpose.ROUTING, "customer", 224, FIRMS, "whether who asks leaves a form")
REACHED = _block(Purpose.REACH, "customer", 0, FIRMS, "whether a lead answers")
PERSISTS = _block(Purpose.PERSISTENCE, "customer", 0, FIRMS, "whether a rep tries once more")
STRANGER, STRANGER_ANSWERS = 0, 1  # of a rep's cold calls, two slots each
_block(Purpose.COLD_CALL, "rep", 0, 1 << 16, "who is called, and who answers")

# Names left by customers without a need: the agent is a firm's source of leads.
STRAY_COUNT = _block(Purpose.STRAY_LEAD, "source", 0, 1, "how many leave a name")
STRAY_NAMES = _block(Purpose.STRAY_LEAD, "source", 1, _MANY, "who they are")

# Leads from outside: the agent is what is decided.
ARRIVALS, ARRIVALS_MEAN, ARRIVING, ARRIVING_BY, ARRIVING_WITH_NEED = range(5)
_block(Purpose.ARRIVAL, "count", 0, 1, "how many arrive")
_block(Purpose.ARRIVAL, "mean", 0, 1, "how many are to be expected")
_block(Purpose.ARRIVAL, "person", 1, _MANY, "who they are")
_block(Purpose.ARRIVAL, "channel", 0, _MANY, "by which channel")
_block(Purpose.ARRIVAL, "need", 0, _MANY, "whether with a need")

# Signatures that are due.
PUSHED = _block(Purpose.SIGNING, "customer", 0, FIRMS, "whether a push brings the signature")
PUSHED_AWAY = _block(Purpose.SIGNING, "customer", 64, FIRMS, "whether it loses the deal")
FALLS_THROUGH = _block(Purpose.SIGNING, "customer", 128, FIRMS, "whether an agreed deal ends")
HELD_BACK = _block(Purpose.SIGNING, "customer", 192, FIRMS, "whether a held signature waits")

# Reps.
QUITS = _block(Purpose.QUIT, "rep", 0, 1, "whether a rep leaves")
GOES_ON_LEAVE = _block(Purpose.LEAVE, "rep", 0, 1, "whether a rep goes on leave")
LEAVE_LASTS = _block(Purpose.LEAVE, "rep", 1, 1, "how long the leave lasts")
VACANT = _block(Purpose.VACANCY, "rep", 0, 1, "how long the seat stays empty")
SKILL = _block(Purpose.SKILL, "rep", 0, 1, "skill of the next person")
TENURE = _block(Purpose.SKILL, "rep", 1, 1, "days that the first person has been there")
SKILL_RANK = _block(Purpose.SKILL, "rep", 2, 1, "which part of the spread the first person has")
SKILL_IN_RANK = _block(Purpose.SKILL, "rep", 3, 1, "skill within that part")
KNOWLEDGE = _block(Purpose.SKILL, "rep", 4, 1, "what a person knows, beside that")
LAND = _block(Purpose.TERRITORY, "customer", 0, FIRMS, "where a customer lies in a firm's land")
LAND_SIZE = _block(Purpose.TERRITORY, "rep", 32, 1, "size of a territory")
_block(Purpose.FLIGHT, "firm", 0, 64, "whether a kind of content is on air in a week")
FIRST_IN_TURN = _block(Purpose.LINE, "rep", 0, 1, "who of the reps free alike comes first")
TOPIC = _block(Purpose.TOPIC, "firm", 0, 64, "topic of the day, by kind of content")

# The world: drawn once a world seed.
SEVERITY = _block(Purpose.TRAIT, "customer", 0, 1, "how much any offering is worth")
ATTENTION = _block(Purpose.TRAIT, "customer", 1, 1, "attention to content")
HASSLE = _block(Purpose.TRAIT, "customer", 2, 1, "cost of a conversation")
DEAL_SIZE = _block(Purpose.TRAIT, "customer", 3, 1, "how much is bought")
EAGERNESS = _block(Purpose.TRAIT, "customer", 4, 1, "how often a need arises")
PRIVATE_VALUE = _block(Purpose.TRAIT, "customer", 8, FIRMS, "utility that only discovery shows")
FICKLENESS = _block(Purpose.TRAIT, "customer", 16, FIRMS, "how readily an account is left")
PAIN = _block(Purpose.PAIN, "customer", 0, 1 << 16, "intensity of each pain")
_block(Purpose.CATALOGUE, "offering", 0, 1 << 16, "direction, then price")
WHICH_WORLD = _block(Purpose.WORLD, "run", 0, 1, "which world a run draws")
HAS_ACCOUNT = _block(Purpose.START, "customer", 0, 1, "whether an account is there at the start")
TERMS_BEFORE = _block(Purpose.START, "customer", 1, 1, "terms it has lasted")
RENEWS_FIRST = _block(Purpose.START, "customer", 2, 1, "when its term ends")
FAVOURED = _block(Purpose.START, "customer", 8, FIRMS, "with which firm it is")
