"""How statements are coded by people: codings kept in a database, who may do what, which statement comes next, what was drawn to be checked."""
