"""What several scenarios do on a board: look at the same place, and draw there."""

SCALE = 16
RED = 8
GREEN = 12


def aim_together(size, *readers):
    """Brings all readers, whose windows are of one size, to the same view; a point in it and its pixel."""
    for reader in readers:
        reader.zoom_to(SCALE)
    width, height = size["viewport"]["width"], size["viewport"]["height"]
    point, pixel = readers[0].middle_of_pixel((width // 2, height // 3), SCALE)
    assert all(reader.pixel_at(point) == pixel for reader in readers), "the views differ"
    for reader in readers:
        reader.page.mouse.move(0, 0)
    return point, pixel


def pass_on(artist, witness, point):
    """Draws in one page, and waits until it is seen in the other."""
    number = RED if witness.colour_at(point) != witness.swatch_colour(RED) else GREEN
    artist.choose(number)
    artist.click_board(point)
    witness.wait_colour(point, artist.swatch_colour(number))
    artist.wait_status("^Placed")
    artist.press("Escape")
