"""A statement of the reader's own through the classifier."""

import re

from playwright.sync_api import expect

TEXT = "Japan protests that the four islands are its inherent territory and demands their return."


def test_a_pasted_statement_is_scored_on_every_topic_with_bars_labelled_with_the_sum(open_tab):
    tab = open_tab("score")
    expect(tab.page.get_by_text("Paste a statement above and choose Score.")).to_be_visible()
    tab.page.locator(".st-key-own_text textarea").fill(TEXT)
    tab.choose("Side of the speaker", "Japan")
    tab.page.get_by_role("button", name="Score", exact=True).click()
    numbers = tab.page.locator("dl.numbers")
    expect(numbers).to_have_count(3)
    expect(numbers.first).to_contain_text(re.compile(r"Score \(text and side\)\s*\+[012]\.\d\d"))
    expect(tab.page.locator('[class*="st-key-why_"] .barlayer')).to_have_count(3)
    assert "islands" not in tab.page.url
    bars = tab.page.locator(".st-key-why_sovereignty .js-plotly-plot").evaluate(
        "gd => Object.fromEntries(Array.from(gd._fullData[0].y).map((name, i) => [name, gd._fullData[0].x[i]]))"
    )
    total = bars.pop("Sum")
    assert abs(sum(bars.values()) - total) < 1e-9
    label = f"{total:+.2f}".replace("-", "−")
    expect(tab.page.locator(".st-key-why_sovereignty .bartext", has_text=label).first).to_be_visible()
