"""Parts that several pages share: cards, evidence, tables, the share box."""
