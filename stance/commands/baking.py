"""The command that bakes a dossier into static pages."""

import argparse
import sys

from stance.commands.inputs import choose_source, load_named, read_scores
from stance.dossier.loading import find_models
from stance.dossier.outputs import refuse_large


def bake(options: argparse.Namespace) -> None:
    """Writes a dossier as static pages that any web server carries; only files that changed are written."""
    from stance.baked.addresses import Addresses
    from stance.baked.baking import bake_site
    from stance.classifier.cards import load_card
    from stance.wording.model_card import describe_model_card

    dossier = load_named(options.dossier)
    refuse_large(len(dossier.statements), "static pages")
    source, folder = choose_source(dossier, options), find_models(dossier.folder, options.models)
    scores = read_scores(dossier, options, source)
    addresses = Addresses(options.url, options.site, dossier.slug)
    card = "" if scores.empty else describe_model_card(load_card(folder, dossier), dossier, options.models)
    done = bake_site(dossier, scores, options.out, addresses, card, score_source=source)
    print(f"{options.out}: {done.written:,} files written, {done.kept:,} unchanged, {done.removed:,} removed.")
    if not options.site:
        print(
            "No sitemap and no whole addresses of pictures: name where the site will lie by --site ADDRESS.",
            file=sys.stderr,
        )
