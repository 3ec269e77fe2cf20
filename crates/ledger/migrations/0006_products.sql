-- What the shop sells. Kept: what the owner set. Sales have a snapshot of what they were made of.

CREATE TABLE products (
    id TEXT PRIMARY KEY,
    environment TEXT NOT NULL,
    -- Where it stands in the list of its environment.
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    category TEXT,
    barcode TEXT,
    catalogue_id TEXT
) STRICT;
CREATE INDEX products_in_order ON products (environment, position);
CREATE UNIQUE INDEX products_by_barcode ON products (environment, barcode);
CREATE UNIQUE INDEX products_by_catalogue_id ON products (environment, catalogue_id);

CREATE TABLE product_prices (
    product TEXT NOT NULL REFERENCES products (id) ON DELETE CASCADE,
    currency TEXT NOT NULL,
    minor INTEGER NOT NULL CHECK (minor > 0),
    PRIMARY KEY (product, currency)
) STRICT;

-- The bytes of PNG files. Each picture has an id of its own, so that a new one is never taken for the one before.
CREATE TABLE product_pictures (
    product TEXT PRIMARY KEY REFERENCES products (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    png BLOB NOT NULL
) STRICT;
