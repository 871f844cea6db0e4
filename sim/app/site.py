"""The app's pages, and what they ask for: composing, curves, runs, days, folders."""

import asyncio
import json
import re
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

from anyio import to_thread
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from sim.app import controls
from sim.app.guard import Guard
from sim.app.process import Clerk, Failure, Job
from sim.config.refusal import Refusal

LOOKED_AT_EVERY = 0.1  # seconds
FASTEST = 60.0  # days a second
LARGEST = 1 << 20  # bytes of a request
PAGES = Environment(loader=PackageLoader("sim.app"), autoescape=True, undefined=StrictUndefined,
                    trim_blocks=True, lstrip_blocks=True)  # fmt: skip


def site(root: Path, perform: Callable[..., Any], port: int, key: str) -> Starlette:
    """The app over one folder, for who has the key.

    ``perform(root, words, tell)`` does a run and returns its folder.
    """
    office = Office(root.resolve(), perform)
    routes = [
        Route("/", office.page),
        Route("/more", office.more),
        Route("/compose", office.compose, methods=["POST"]),
        Route("/curve", office.curve, methods=["POST"]),
        Route("/plan", office.plan, methods=["POST"]),
        Route("/run", office.run, methods=["POST"]),
        Route("/run/events", office.events),
        Route("/run/stop", office.stop, methods=["POST"]),
        Route("/folders", office.folders),
        Route("/result", office.result),
        Route("/figure", office.figure),
        Route("/report", office.report),
        Route("/watch", office.watch, methods=["POST"]),
        Route("/watch/step", office.step, methods=["POST"]),
        Route("/watch/follow", office.follow, methods=["POST"]),
        Route("/watch/play", office.play),
        Route("/watch/end", office.leave, methods=["POST"]),
        Mount("/static", StaticFiles(packages=[("sim.app", "static"), ("sim.report", "static")])),
    ]

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        office.open()
        yield
        await to_thread.run_sync(office.close)

    guard = Middleware(Guard, port=port, key=key)
    told = {Refusal: _refused, Failure: _failed}
    app = Starlette(
        routes=routes, middleware=[guard], lifespan=lifespan, exception_handlers=told
    )  # fmt: skip
    app.state.office = office
    return app


class Office:
    """Answers the page, with the help of clerks in processes of their own."""

    def __init__(self, root: Path, perform: Callable[..., Any]) -> None:
        self._root, self._perform = root, perform
        self._desk = Clerk("sim.app.desk:Desk", warm=False)
        self._shelf = Clerk("sim.app.folders:Folders")
        self._live = Clerk("sim.app.live:Live")
        self._job: Job | None = None
        self._beginning = asyncio.Lock()
        self._watched = 0  # the number of the market that is watched
        self.stopping = False

    def open(self) -> None:
        """Start the clerks, which import while the browser loads the page."""
        threading.Thread(target=self._begin, daemon=True).start()

    def _begin(self) -> None:
        """Compose what the page asks for first; then start the others, which import for long."""
        with suppress(Refusal, Failure):
            self._desk.ask("compose", {}, self._at)
        for clerk in (self._live, self._shelf):
            if not self.stopping:
                with suppress(Failure):
                    clerk.start()

    def close(self) -> None:
        """End all processes; a run that goes on leaves nothing behind."""
        self.stopping = True
        if self._job is not None and not self._job.over:
            self._job.end()
        for clerk in (self._desk, self._live, self._shelf):
            clerk.close()

    async def page(self, _: Request) -> Response:
        """The page."""
        return _html("page.html", root=self._root.name or str(self._root), menus=controls.menus(),
                     main=controls.main())  # fmt: skip

    async def more(self, _: Request) -> Response:
        """The fields of all other parameters."""
        return _html("more.html", sections=controls.more())

    async def compose(self, request: Request) -> Response:
        """The scenario that is chosen: words, values, payout curve."""
        return JSONResponse(await self._ask(self._desk, "compose", await _form(request), self._at))

    async def curve(self, request: Request) -> Response:
        """The pay under the plan that is being edited."""
        return JSONResponse(await self._ask(self._desk, "curve", await _form(request), self._at))

    async def plan(self, request: Request) -> Response:
        """A plan's file, read as words for the table."""
        sent = await _form(request)
        args = (sent.get("form", {}), self._at, str(sent.get("text", "")))
        return JSONResponse(await self._ask(self._desk, "opened", *args))

    async def run(self, request: Request) -> Response:
        """Begin a run, if none goes on."""
        made = await self._ask(self._desk, "compose", await _form(request), self._at)
        async with self._beginning:
            if self._job is not None and not self._job.over:
                raise Refusal("a run goes on: stop it, or wait for it")
            await to_thread.run_sync(self._take_on, made["words"])
        return JSONResponse({"command": made["command"]})

    def _take_on(self, words: list[str]) -> None:
        self._job = Job(self._perform, self._at, words)
        if self.stopping:  # the app was ended meanwhile
            self._job.end()

    async def events(self, _: Request) -> Response:
        """Progress of the run, as it goes on, until it is over."""
        return _stream(self._events())

    async def _events(self) -> AsyncIterator[dict[str, Any]]:
        job, last = self._job, None
        while job is not None and not self.stopping:
            state = job.state
            if state != last:
                last = state
                yield {"kind": state[0], "what": state[1]}
            if state[0] != "told":
                return
            await asyncio.sleep(LOOKED_AT_EVERY)

    async def stop(self, _: Request) -> Response:
        """End the run; nothing of it is kept."""
        if self._job is not None and not self._job.over:
            await to_thread.run_sync(self._job.end)
        return JSONResponse({})

    async def folders(self, _: Request) -> Response:
        """The list of finished folders."""
        return _html("folders.html", **await self._ask(self._shelf, "listed", self._at))

    async def result(self, request: Request) -> Response:
        """A finished folder, beside another one if asked."""
        query = request.query_params
        names = (query.get("folder", ""), query.get("against", ""))
        return _html("result.html", **await self._ask(self._shelf, "show", self._at, *names))

    async def figure(self, request: Request) -> Response:
        """One figure of a folder with its words; nothing where it has no data."""
        query = request.query_params
        names = (query.get("folder", ""), query.get("name", ""))
        drawn = await self._ask(self._shelf, "figure", self._at, *names)
        if drawn is None:
            return Response(status_code=204)
        svg = Markup(drawn.pop("svg"))  # matplotlib escapes its texts
        return _html("figure.html", drawing=svg, **drawn)

    async def report(self, request: Request) -> Response:
        """A folder as one file that can be mailed."""
        name = request.query_params.get("folder", "")
        text = await self._ask(self._shelf, "report", self._at, name)
        file = f'attachment; filename="{re.sub("[^A-Za-z0-9_.-]+", "-", name)}.report.html"'
        return HTMLResponse(text, headers={"content-disposition": file})

    async def watch(self, request: Request) -> Response:
        """Make a market to watch, in place of the last one."""
        _, config = await self._ask(self._desk, "config", await _form(request), self._at)
        self._watched += 1
        return JSONResponse(await self._ask(self._live, "begin", config, self._watched))

    async def step(self, request: Request) -> Response:
        """Let so many days go by."""
        sent = await _form(request)
        days = sent.get("days", 1)
        if not isinstance(days, int) or isinstance(days, bool) or not 1 <= days <= 65:
            raise Refusal(f"days={days!r} is no number of days to step: 1 to 65")
        return JSONResponse(await self._ask(self._live, "step", sent.get("market"), days))

    async def follow(self, request: Request) -> Response:
        """Follow another customer: by number, or the next one who is looking."""
        sent = await _form(request)
        who = sent.get("customer")
        if who is not None and (not isinstance(who, int) or isinstance(who, bool)):
            raise Refusal(f"customer={who!r} is no customer's number")
        return JSONResponse(await self._ask(self._live, "follow", sent.get("market"), who))

    async def leave(self, request: Request) -> Response:
        """Let go of the market: the page is closed. Another page's market stays."""
        if (await _form(request)).get("market") == self._watched:
            await to_thread.run_sync(self._live.end)
        return JSONResponse({})

    async def play(self, request: Request) -> Response:
        """Day after day at a speed, for as long as somebody listens."""
        query = request.query_params
        try:
            speed = min(max(float(query.get("speed", "5")), 0.5), FASTEST)
            market = int(query.get("market", "0"))
        except ValueError:
            raise Refusal("speed is a number of days a second, market is a number") from None
        return _stream(self._days(market, speed))

    async def _days(self, market: int, speed: float) -> AsyncIterator[dict[str, Any]]:
        clock = asyncio.get_running_loop().time
        due = clock()
        while not self.stopping:
            told = await self._ask(self._live, "step", market, 1)
            yield told
            if not told["running"]:
                return
            due = max(due + 1.0 / speed, clock())
            while (left := due - clock()) > 0.0 and not self.stopping:
                await asyncio.sleep(min(left, LOOKED_AT_EVERY))

    @property
    def _at(self) -> str:
        return str(self._root)

    @staticmethod
    async def _ask(clerk: Clerk, method: str, *args: Any) -> Any:
        return await to_thread.run_sync(partial(clerk.ask, method, *args))


async def _form(request: Request) -> dict[str, Any]:
    """The content that the page sent; raises :class:`Refusal` for no mapping, or too much."""
    text = await request.body()
    if len(text) > LARGEST:
        raise Refusal("that is more than the page ever sends")
    try:
        found = json.loads(text or b"{}")
    except ValueError:
        raise Refusal("that is not readable as JSON") from None
    if not isinstance(found, dict):
        raise Refusal("that is no mapping")
    return found


def _html(name: str, /, **content: Any) -> Response:
    return HTMLResponse(PAGES.get_template(name).render(content))


def _stream(events: AsyncIterator[dict[str, Any]]) -> Response:
    """Events of a server, as they come."""

    async def lines() -> AsyncIterator[str]:
        try:
            async for one in events:
                yield f"data: {json.dumps(one)}\n\n"
        except (Refusal, Failure) as error:
            yield f"data: {json.dumps({'kind': 'failed', 'what': str(error)})}\n\n"

    return StreamingResponse(lines(), media_type="text/event-stream",
                             headers={"cache-control": "no-store"})  # fmt: skip


async def _refused(_: Request, error: Exception) -> Response:
    return JSONResponse({"refusal": str(error)}, 422)


async def _failed(_: Request, error: Exception) -> Response:
    return JSONResponse({"refusal": str(error)}, 500)
