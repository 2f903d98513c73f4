"""What a position is and where its meaning ends, as Markdown.

Belongs here: the words of the method, with the numbers of its rules. Not here: measures of a classifier (`model_card`).
"""

from stance.estimates.rules import ACTOR_WINDOW, MIN_SOURCES, MIN_STATEMENTS, SIDE_WINDOW
from stance.wording.drawn_lines import SAME

POSITION = f"""
**A position** is where a side or an actor stood on one topic at a date, read from what it said in public in a trailing
window (by default {SIDE_WINDOW} days for sides, {ACTOR_WINDOW} for actors). No position uses a later statement, unless you choose
the smoother.

- Each **source** counts once: a position is the mean of source means, so ten points of one speech are one voice.
- The **band** is a 90 % t interval. Two or three sources say little about their own spread, so the variance borrows from
  the other groups of the topic in the same window. Sources of one speaker and of one week resemble each other and count for
  less; near a pole the band reaches further towards the middle. It is for the mean of the window, not for the last day of it:
  where a line moves fast, the position at the date lies outside more often (docs/decisions/lines.md). Where scores come from the classifier, they are corrected by what the
  coded statements of the side show of its leaning, and its typical error and that of the correction are added.
- **Least evidence**: {MIN_STATEMENTS} statements from {MIN_SOURCES} sources. Below that the line breaks. Silence is not neutrality:
  0 is a position, a gap is silence.
- **Score source**: *best available* takes the code of a coded statement and the classifier's score of any other;
  *classifier only* takes cross-fitted scores for all, *codes only* leaves uncoded statements out.
- **Moves the point by** is the position with all its statements minus the position without this one.

**Another line** can be drawn on *Positions*. {SAME}

- **Trailing mean**, the default: the mean of the window, as above. It says what the sources of the window said on average.
- **Filter**: the position at the date itself, by all statements up to it, the recent ones above all. Speakers, weeks and sources
  that repeat themselves share their weight, so the line of a side is where its *typical speaker* stands; it knows nothing later.
- **Smoother**: the same by later statements as well: where they stood as seen from today, not what could be known then.

How fast positions move and how far scores scatter is fitted once to the whole dossier, for sides and for actors, by topic.
Neither line foretold a second batch of statements better than the trailing mean did, which therefore stays the default;
in simulations their bands hold the position *at the date* more often (docs/decisions/lines.md).

**A position is not** what an actor believes, wants in private or would sign; not an average of all that was said, but of
what was found; and not a forecast. A change that followed an event was not therefore caused by it.
"""

LIMITS = """
- **Statements are not positions.** Leaders bargain in public; a hard line may be a move in the game.
- **The sample is purposive, not a census.** See the data sheet for how statements were found and where the record is thin.
- **The codes** are as good as their coders: who they are and how far they agree stands under *Agreement*.
- **Selection of speakers matters.** A side's line moves when other people speak, not only when they change their minds.
- **Bands cover chance among sources**, not what was never published, found or translated.
- **The classifier** reads words, not meaning; its figures are under *Classifier*.
- **Dates known to their month only** count in a window that holds the whole month, so they enter a line when their month
  is over; around an event within their month they are left out, and their number is said.
- **Many comparisons** are on view. A single 90 % interval leaves out 0 by chance up to one time in ten, the largest of many
  far more often. A change is therefore named only by a bar that the largest of all changes of a page together reaches one time in
  ten where nothing moves; a swing has to reach it at the dates around it as well, and carries an interval as wide as that bar
  (`python -m benchmarks.headlines`).
"""
