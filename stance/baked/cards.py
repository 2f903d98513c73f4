"""The picture that stands for a page where its address is shared: a title and a subtitle, 1200 by 630 pixels.

Belongs here: drawing it. Not here: what it says. Its letters are those that Pillow brings (Latin), so that it is the same everywhere.
"""

import io
from functools import cache
from textwrap import wrap

from PIL import Image, ImageDraw, ImageFont

SIZE, EDGE = (1200, 630), 70
GROUND, TEXT, QUIET, BAR = "#ffffff", "#22262b", "#5a6068", "#0067a3"
MOST_LINES, LETTERS = 5, 46


def draw_card(kicker: str, title: str, foot: str) -> bytes:
    """A PNG with the title, what it is part of above, and what it rests on below; a long title ends with "…"."""
    image = Image.new("RGB", SIZE, GROUND)
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, 24, SIZE[1]), fill=BAR)
    pen.text((EDGE, 60), kicker, font=_load_font(34), fill=QUIET)
    lines = wrap(title, LETTERS, max_lines=MOST_LINES, placeholder=" …")
    pen.multiline_text((EDGE, 150), "\n".join(lines), font=_load_font(48), fill=TEXT, spacing=16)
    pen.text((EDGE, 545), foot, font=_load_font(30), fill=QUIET)
    whole = io.BytesIO()
    image.save(whole, "PNG")
    return whole.getvalue()


@cache
def _load_font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)
