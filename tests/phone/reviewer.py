"""A reviewer as phones and desktops have one: the sides of a card as real Anki renders them, served to a browser."""

import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self

from anki.cards import Card

from tests.phone.webdriver import Browser

PAGE = (
    '<!doctype html><html class="{root}"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width, initial-scale=1"></head>'
    '<body class="card card1 {body}"><div id="qa">{text}</div></body></html>'
)
SWAP = """
var qa = document.getElementById("qa");
qa.innerHTML = arguments[0];
qa.querySelectorAll("script").forEach(function (old) {
  var made = document.createElement("script");
  made.textContent = old.textContent;
  old.parentNode.replaceChild(made, old);
});
"""
"""What Anki's desktop does: the page stays, its content is replaced and the scripts run again."""


@dataclass(frozen=True)
class Sides:
    """The two sides of a card as HTML, with their style."""

    front: str
    back: str


def sides(card: Card) -> Sides:
    return Sides(card.question(), card.answer())


class Reviewer:
    """Shows cards in a browser. `night` is how AnkiDroid, AnkiMobile and the desktop mark their dark scheme."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self._page = ""
        reviewer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                found = self.path.startswith("/card")
                content = reviewer._page.encode() if found else b""
                self.send_response(200 if found else 404)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_words: object) -> None: ...

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever)
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def load(self, html: str, *, night: bool = False) -> None:
        """Load a side as a page of its own, as AnkiDroid and AnkiMobile do."""
        root, body = ("night-mode", "nightMode night_mode") if night else ("", "")
        self._page = PAGE.format(root=root, body=body, text=html)
        self.browser.open(f"http://127.0.0.1:{self._server.server_port}/card")

    def swap(self, html: str) -> None:
        """Replace the side on the page, as Anki's desktop does."""
        self.browser.run(SWAP, html)

    def forget(self) -> None:
        """Begin anew, as when the app was closed in between."""
        self.browser.run("sessionStorage.clear(); window.certdeckState = {}")
