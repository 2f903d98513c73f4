"""An exhibit's picture that stands alone: with its finding above, and its source and licence below."""

from stance.exhibits.exhibit import Exhibit
from stance.figures.pictures import frame_picture


def make_framed(exhibit: Exhibit, note: str, *, dark: bool = False):
    """The picture of an exhibit on a solid ground, with its headline and `note`; the exhibit's own is not changed."""
    assert exhibit.picture is not None
    return frame_picture(exhibit.picture.copy(), exhibit.headline, note, dark=dark)
