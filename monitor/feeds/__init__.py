"""Feed documents to items, pure: parsing, identity, when to poll next, feed lists."""
