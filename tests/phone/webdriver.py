"""A browser without a window, driven over the WebDriver protocol (w3.org/TR/webdriver2) with the standard library."""

import base64
import json
import shutil
import socket
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

DRIVER = shutil.which("chromedriver")
BROWSER = shutil.which("chromium") or shutil.which("google-chrome")
_ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
_SECONDS = 30.0
_TRIES, _PAUSE = 600, 0.05
KEYS = {"Enter": "\ue007", "Tab": "\ue004", "Shift": "\ue008", "ArrowDown": "\ue015", "ArrowUp": "\ue013", " ": " "}


@dataclass(frozen=True)
class Element:
    """Something on the page."""

    browser: "Browser"
    id: str

    def reference(self) -> dict[str, str]:
        return {_ELEMENT: self.id}

    def text(self) -> str:
        return str(self.browser.ask("GET", f"element/{self.id}/text"))

    def attribute(self, name: str) -> str | None:
        found: str | None = self.browser.ask("GET", f"element/{self.id}/attribute/{name}")
        return found

    def click(self) -> None:
        self.browser.ask("POST", f"element/{self.id}/click", {})

    def size(self) -> tuple[float, float]:
        box = self.browser.ask("GET", f"element/{self.id}/rect")
        return box["width"], box["height"]

    def shown(self) -> bool:
        return bool(self.browser.ask("GET", f"element/{self.id}/displayed"))

    def tap(self) -> None:
        """Touch it with a finger."""
        finger = {"type": "pointer", "id": "finger", "parameters": {"pointerType": "touch"}}
        moves = [
            {"type": "pointerMove", "duration": 0, "x": 0, "y": 0, "origin": self.reference()},
            {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0},
        ]
        self.browser.run("arguments[0].scrollIntoView({block: 'center'})", self.reference())
        self.browser.ask("POST", "actions", {"actions": [{**finger, "actions": moves}]})


class Browser:
    """One browser window. `close` ends it and its driver."""

    def __init__(self, profile: Path, *, width: int = 390, height: int = 844) -> None:
        assert DRIVER is not None
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self._root = f"http://127.0.0.1:{port}"
        self._driver = subprocess.Popen(
            [DRIVER, f"--port={port}", "--log-level=SEVERE"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        self._session = ""
        self._wait()
        metrics = {"width": width, "height": height, "pixelRatio": 1.0, "touch": True}
        options = {
            "binary": BROWSER,
            "args": ["--headless=new", "--no-sandbox", "--disable-gpu", f"--user-data-dir={profile}"],
            "mobileEmulation": {"deviceMetrics": metrics},
        }
        capabilities = {"capabilities": {"alwaysMatch": {"browserName": "chrome", "goog:chromeOptions": options}}}
        self._session = self._send("POST", "/session", capabilities)["sessionId"]

    def ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        return self._send(method, f"/session/{self._session}/{path}", body)

    def open(self, address: str) -> None:
        self.ask("POST", "url", {"url": address})

    def run(self, script: str, *values: Any) -> Any:
        return self.ask("POST", "execute/sync", {"script": script, "args": list(values)})

    def all(self, selector: str) -> list[Element]:
        found = self.ask("POST", "elements", {"using": "css selector", "value": selector})
        return [Element(self, entry[_ELEMENT]) for entry in found]

    def one(self, selector: str) -> Element:
        found = self.ask("POST", "element", {"using": "css selector", "value": selector})
        return Element(self, found[_ELEMENT])

    def press(self, *keys: str) -> None:
        """Press `keys` together."""
        values = [KEYS.get(key, key) for key in keys]
        downs = [{"type": "keyDown", "value": value} for value in values]
        ups = [{"type": "keyUp", "value": value} for value in reversed(values)]
        board = {"type": "key", "id": "board", "actions": [*downs, *ups]}
        self.ask("POST", "actions", {"actions": [board]})

    def picture(self, target: Path, height: int | None = None) -> None:
        """Write a picture of the whole page, `height` pixels high unless the page is longer."""
        self.ask("POST", "goog/cdp/execute", _metrics(self, height))
        target.write_bytes(base64.b64decode(self.ask("GET", "screenshot")))
        self.ask("POST", "goog/cdp/execute", {"cmd": "Emulation.clearDeviceMetricsOverride", "params": {}})

    def close(self) -> None:
        try:
            self.ask("DELETE", "")
        finally:
            self._driver.terminate()
            self._driver.wait()

    def _send(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = Request(self._root + path.rstrip("/"), data, {"Content-Type": "application/json"}, method=method)
        try:
            with urlopen(request, timeout=_SECONDS) as answer:
                return json.load(answer)["value"]
        except HTTPError as error:
            raise AssertionError(json.load(error)["value"]["message"]) from None

    def _wait(self) -> None:
        for _ in range(_TRIES):
            with suppress(URLError, ConnectionError):
                if self._send("GET", "/status")["ready"]:
                    return
            time.sleep(_PAUSE)
        raise AssertionError("the driver of the browser did not start")


def _metrics(browser: Browser, height: int | None) -> dict[str, Any]:
    whole = browser.run("return Math.ceil(document.documentElement.scrollHeight)")
    size = {"width": browser.run("return innerWidth"), "height": max(whole, height or 0)}
    return {"cmd": "Emulation.setDeviceMetricsOverride", "params": {**size, "deviceScaleFactor": 1, "mobile": True}}
