"""How long a running `ringfence serve` takes to see edits of its files: until its verdict is new, and until its page is."""

import contextlib
import json
import re
import subprocess
import time
import urllib.request

WAIT_SECONDS_MAX = 600
ASK_SECONDS = 0.02  # between two questions: what a measurement may be too long


@contextlib.contextmanager
def serving(program, folder):
    """The address of a server of this folder, while it runs."""
    with subprocess.Popen([program, "serve", folder, "--listen", "127.0.0.1:0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                          text=True) as process:
        try:
            url = process.stdout.readline().strip()
            if not re.fullmatch(r"http://.+:\d+/", url):
                raise RuntimeError(f"the server says no address but {url!r}")
            yield url
        finally:
            process.terminate()


def state_of(url):
    """What the server says about itself."""
    with urllib.request.urlopen(f"{url}api/state", timeout=WAIT_SECONDS_MAX) as answer:
        return json.load(answer)


def wait_for(url, right):
    """Waits until the state is right."""
    end = time.monotonic() + WAIT_SECONDS_MAX
    while not right(state_of(url)):
        if time.monotonic() > end:
            raise TimeoutError("the server takes too long")
        time.sleep(ASK_SECONDS)


def wait_for_page(url):
    """Waits until the page is about the newest verdict; that generation."""
    wait_for(url, lambda state: state.get("generation") and state["report"] == state["generation"])
    return state_of(url)["generation"]


def edit_times(url, path, text):
    """Milliseconds from writing the text to the verdict about it, and to the page. REQUIRES: the page is there."""
    generation = state_of(url)["generation"]
    begin = time.monotonic()
    path.write_text(text)
    wait_for(url, lambda state: state["generation"] > generation)
    verdict = time.monotonic()
    wait_for_page(url)
    return 1000 * (verdict - begin), 1000 * (time.monotonic() - begin)
