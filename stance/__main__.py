"""The command line: `python -m stance COMMAND`.

Values go to standard output or a file, everything else to standard error. Exit codes: 0 done, 2 usage,
10 codebook, 11 data, 12 classifier, 130 stopped.
"""

import sys

from stance.commands import main
from stance.terminal import heed_signals

if __name__ == "__main__":
    heed_signals()
    sys.exit(main())
