"""The pictures of the network page and of the served pages in this folder, taken in headless Chromium.

    python docs/screenshots.py [served | page.html ...]

Without arguments, the bundled facts are built in a fresh workspace and their pages are taken, with
``served`` only those of `govgraph serve`; the
files are written to docs/screenshots/. Look at them afterwards: no test can say that a picture is
clear. They are reduced to 256 colours, a third of the size.
"""

from __future__ import annotations

import base64
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from playwright.sync_api import sync_playwright

HERE = Path(__file__).parent
TARGET = HERE / "screenshots"
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
WIDTHS = {"desktop": (1440, 900), "tablet": (820, 1100), "phone": (390, 844)}
VIEWS = {"ecosystem": [], "co-occurrence": [], "ownership": []}
# What is shown: name of the shot, view, fragment of the address, width, theme.
SHOTS = (
    ("ecosystem-desktop-light", "ecosystem", "", "desktop", "light"),
    ("ecosystem-desktop-dark", "ecosystem", "", "desktop", "dark"),
    ("ecosystem-tablet-light", "ecosystem", "", "tablet", "light"),
    ("ecosystem-tablet-dark", "ecosystem", "n=tencent", "tablet", "dark"),
    ("ecosystem-phone-light", "ecosystem", "", "phone", "light"),
    ("ecosystem-phone-dark", "ecosystem", "n=tencent", "phone", "dark"),
    ("evidence-desktop-light", "ecosystem", "n=tencent", "desktop", "light"),
    ("table-desktop-light", "ecosystem", "v=edges&l=en", "desktop", "light"),
    ("co-occurrence-desktop-light", "co-occurrence", "m=-", "desktop", "light"),
    ("ownership-desktop-light", "ownership", "", "desktop", "light"),
)
# Served pages: name and path; each is taken in three ways.
SERVED = (
    ("pages-overview", "/"),
    ("pages-entity", "/page/digital-guangdong"),
    ("pages-vendor", "/page/huawei"),
    ("pages-procurement", "/procurement?stage=Award"),
    ("pages-question", "/questions/co-occurring-giants?expected=true"),
)
WAYS = (("desktop", "light"), ("desktop", "dark"), ("phone", "light"))


# The browser decodes its own PNG, so that no image library is needed.
DECODE = """async (data) => {
  const blob = await (await fetch("data:image/png;base64," + data)).blob(), image = await createImageBitmap(blob);
  const canvas = new OffscreenCanvas(image.width, image.height), pen = canvas.getContext("2d");
  pen.drawImage(image, 0, 0);
  const bytes = pen.getImageData(0, 0, image.width, image.height).data, parts = [];
  for (let i = 0; i < bytes.length; i += 32768) parts.push(String.fromCharCode(...bytes.subarray(i, i + 32768)));
  return [image.width, image.height, btoa(parts.join(""))];
}"""


def small_png(width: int, height: int, rgba: bytes) -> bytes:
    """A PNG of 256 colours, the most used and the most unlike; the others become the nearest."""
    pixels = np.frombuffer(rgba, np.uint8).reshape(-1, 4)[:, :3].astype(np.int64)
    packed = (pixels >> 2 << 2) @ np.array([65536, 256, 1])
    colours, place, uses = np.unique(packed, return_inverse=True, return_counts=True)
    rgb = np.stack([colours >> 16, colours >> 8 & 255, colours & 255], axis=1)
    chosen = list(np.argsort(-uses, kind="stable")[:128])
    far = np.min([((rgb - rgb[i]) ** 2).sum(1) for i in chosen], axis=0)
    while len(chosen) < min(256, len(rgb)):  # then what is rare but unlike all others, such as a small mark
        chosen.append(int(np.argmax(far * np.sqrt(uses))))
        far = np.minimum(far, ((rgb - rgb[chosen[-1]]) ** 2).sum(1))
    parts = [rgb, rgb[chosen]]
    nearest = np.concatenate(
        [
            ((some[:, None, :] - parts[1][None]) ** 2).sum(-1).argmin(1)
            for some in np.array_split(parts[0], 64)
        ]
    )
    rows = np.zeros((height, width + 1), np.uint8)  # each row starts with filter 0
    rows[:, 1:] = nearest[place].reshape(height, width)

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    body = zlib.compress(rows.tobytes(), 9)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"PLTE", parts[1].astype(np.uint8).tobytes())
        + chunk(b"IDAT", body) + chunk(b"IEND", b"")
    )  # fmt: skip


def bundled_pages(folder: Path) -> dict[str, Path]:
    """The pages of the bundled facts, made by the command line as a user would."""
    command = [sys.executable, "-m", "govgraph.cli", "--quiet", "--workspace", str(folder / "workspace")]
    subprocess.run([*command, "demo"], check=True, cwd=folder, stdout=subprocess.DEVNULL)
    pages = {}
    for view, arguments in VIEWS.items():
        pages[view] = folder / f"{view}.html"
        subprocess.run([*command, "view", view, *arguments, "-o", str(pages[view])], check=True, cwd=folder)
    return pages


@contextmanager
def serving(workspace: Path) -> Iterator[str]:
    """The address of a server over a built workspace, which ends with the block."""
    command = [
        sys.executable,
        "-m",
        "govgraph.cli",
        "--quiet",
        "--workspace",
        str(workspace),
        "serve",
        "--port",
        "0",
    ]
    server = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        assert server.stderr
        found = next(filter(None, (re.search(r"http://[\d.:]+", line) for line in server.stderr)))
        yield found[0]
    finally:
        server.terminate()
        server.wait()


def shoot(browser: Any, address: str, size: str, theme: str, target: Path, *, drawn: bool = True) -> None:
    """One picture, when the page says that it is ``drawn`` (if it draws itself) and the fonts have settled."""
    wide, high = WIDTHS[size]
    page = browser.new_page(viewport={"width": wide, "height": high}, color_scheme=theme, locale="zh-CN")
    page.goto(address)
    if drawn:
        page.wait_for_selector("html[data-ready]")
    page.wait_for_timeout(400)
    shot = page.screenshot()
    page.goto("about:blank")
    width, height, pixels = page.evaluate(DECODE, base64.b64encode(shot).decode())
    page.close()
    target.write_bytes(small_png(width, height, base64.b64decode(pixels)))
    print(f"{target.name}\t{target.stat().st_size / 1000:.0f} kB")


def main(given: list[str]) -> None:
    """Take all shots of the bundled pages, or of the served ones, or one of each given page at each width and theme."""
    TARGET.mkdir(exist_ok=True)
    path = shutil.which("chromium") or shutil.which("google-chrome")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=FLAGS)
        if given and given != ["served"]:
            shoot_given(browser, given)
        else:
            shoot_bundled(browser, Path(folder), network=not given)
        browser.close()


def shoot_given(browser: Any, names: list[str]) -> None:
    """Each of some network pages at each width and theme."""
    for name in names:
        file = Path(name).resolve()
        for width in WIDTHS:
            for theme in ("light", "dark"):
                shoot(browser, file.as_uri(), width, theme, TARGET / f"{file.stem}-{width}-{theme}.png")


def shoot_bundled(browser: Any, folder: Path, *, network: bool) -> None:
    """The pages of the bundled facts: of the ``network`` too, or only the served ones."""
    pages = bundled_pages(folder)
    for name, view, fragment, width, theme in SHOTS if network else ():
        address = pages[view].as_uri() + (f"#{fragment}" if fragment else "")
        shoot(browser, address, width, theme, TARGET / f"{name}.png")
    with serving(folder / "workspace") as start:
        for name, path in SERVED:
            for width, theme in WAYS:
                target = TARGET / f"{name}-{width}-{theme}.png"
                shoot(browser, start + path, width, theme, target, drawn=False)


if __name__ == "__main__":
    main(sys.argv[1:])
