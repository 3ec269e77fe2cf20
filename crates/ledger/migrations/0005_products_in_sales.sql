-- Sales that are for products, and accounts at a merchant's dashboard.

-- What was sold, as it was then: names, prices and pieces.
ALTER TABLE sales ADD COLUMN basket TEXT;

-- Kept: what the owner set.

ALTER TABLE account_details ADD COLUMN pay_page TEXT;
ALTER TABLE account_details ADD COLUMN pricing TEXT;
