"""One visitor of a running Streamlit server, without a browser: the messages that a browser would send, over a real websocket.

Belongs here: the protocol, what one visitor sees, and how long it waited. Not here: how many visitors come, and when.
A visitor keeps what the server lets a browser keep, tells it so, and clicks one kind of widget: pills.
"""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

LOOPBACK = ("127.0.0.1", "localhost", "::1")
LIMIT = 120  # seconds that a run may take
KEPT_RUNS = 2  # a browser keeps a message for as many runs that do not show it
DONE = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_WITH_COMPILE_ERROR)


def check_loopback(url: str) -> None:
    """Raises ValueError where `url` is of another machine: load is only put on this one."""
    host = urlsplit(url).hostname
    if host not in LOOPBACK:
        raise ValueError(f"'{host}' is not this machine: visitors are only sent to the loopback interface (127.0.0.1).")


@dataclass
class Visitor:
    """A session: what the server has said to it so far, and what went wrong in it."""

    socket: ClientConnection
    url: str
    pages: dict[str, str] = field(default_factory=dict)  # hash by address, the first page is ""
    page: str = ""
    widgets: dict[str, tuple[str, list[str]]] = field(default_factory=dict)  # id and choices by key
    charts: int = 0
    texts: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    _chosen: dict[str, list[str]] = field(default_factory=dict)
    _kept: dict[str, int] = field(default_factory=dict)  # the run that showed a message last, by its hash
    _pictures: set[str] = field(default_factory=set)  # hashes of charts
    _runs: int = 0

    async def open_page(self, address: str) -> float:
        """Goes to the page of that address, "" for the first one; returns the seconds until its script had finished."""
        took = await self._run(self.pages[address] if address else "")
        if address and self.page != self.pages[address]:
            self.errors.append(f"The page '{address}' did not come.")
        return took

    async def switch(self, key: str) -> float:
        """Switches the first choice of the pills of that key off, or on again; the seconds until the script had finished."""
        choices = self.widgets[key][1]
        self._chosen[key] = choices[1:] if self._chosen.get(key, choices) == choices else choices
        return await self._run(self.page)

    async def _run(self, page: str) -> float:
        """Asks for a run and takes all that comes until its end; what never ends is an error."""
        self._runs += 1
        self.charts, self.texts = 0, []
        start = time.perf_counter()
        await self.socket.send(BackMsg(rerun_script=self._tell_state(page)).SerializeToString())
        try:
            async with asyncio.timeout(LIMIT):
                await self._take_until_done()
        except TimeoutError:
            self.errors.append(f"A run took more than {LIMIT} s.")
        self._kept = {one: run for one, run in self._kept.items() if self._runs - run <= KEPT_RUNS}
        return time.perf_counter() - start

    def _tell_state(self, page: str) -> ClientState:
        """What a browser tells with every run: address, page, widgets, and the messages that it holds."""
        state = ClientState(page_script_hash=page, query_string=urlencode(self._chosen, doseq=True))
        state.cached_message_hashes.extend(self._kept)
        state.context_info.timezone, state.context_info.locale = "UTC", "en-US"
        state.context_info.url, state.context_info.color_scheme = self.url, "light"
        for key in self._chosen.keys() & self.widgets:
            state.widget_states.widgets.add(id=self.widgets[key][0]).string_array_value.data.extend(self._chosen[key])
        return state

    async def _take_until_done(self) -> None:
        async for frame in self.socket:
            message = ForwardMsg.FromString(frame)
            self._take(message)
            if message.WhichOneof("type") == "script_finished" and message.script_finished in DONE:
                if message.script_finished != ForwardMsg.FINISHED_SUCCESSFULLY:
                    self.errors.append("The script does not compile.")
                return

    def _take(self, message: ForwardMsg) -> None:
        kind = message.WhichOneof("type")
        if kind == "navigation":
            self.pages = {one.url_pathname: one.page_script_hash for one in message.navigation.app_pages}
            self.page = message.navigation.page_script_hash
        elif kind == "page_not_found":
            self.errors.append("The server has no such page.")
        elif kind == "delta":
            self._take_element(message)
        elif kind == "ref_hash":
            self._take_again(message.ref_hash)
        if message.metadata.cacheable:
            self._kept[message.hash] = self._runs

    def _take_again(self, known: str) -> None:
        """Takes a message that the server does not send again: by its hash."""
        if known not in self._kept:
            self.errors.append("The server leaves out a message that was never sent.")
        self._kept[known] = self._runs
        self.charts += known in self._pictures

    def _take_element(self, message: ForwardMsg) -> None:
        element = message.delta.new_element
        kind = element.WhichOneof("type")
        if kind == "plotly_chart":
            self.charts += 1
            self._pictures.add(message.hash)
        elif kind == "markdown":
            self.texts.append(element.markdown.body)
        elif kind == "exception":
            self.errors.append(element.exception.message or element.exception.type)
        elif kind == "alert" and element.alert.format == Alert.ERROR:
            self.errors.append(element.alert.body)
        elif kind == "button_group" and element.button_group.query_param_key:
            group = element.button_group
            self.widgets[group.query_param_key] = group.id, [one.content for one in group.options]


@asynccontextmanager
async def open_session(url: str) -> AsyncIterator[Visitor]:
    """A visitor that has just come to the server of `url` and has seen nothing yet; raises ValueError for another machine."""
    check_loopback(url)
    stream = f"{url.replace('http', 'ws', 1).rstrip('/')}/_stcore/stream"
    ways = [Subprotocol("streamlit")]
    async with connect(stream, origin=Origin(url), subprotocols=ways, max_size=None, open_timeout=LIMIT) as socket:
        yield Visitor(socket, url)
