-- Search while it is typed, in a large book: beginnings of words of every usual length are kept, and each filter is a word
-- of the index, so that a list never reads what it does not show. The index is filled when the book is opened.

DROP TABLE sale_search;

-- The row number is that of the sale.
CREATE VIRTUAL TABLE sale_search USING fts5 (
    reference, what_for, note, ids, card, amounts, marks,
    tokenize = 'unicode61 remove_diacritics 2',
    prefix = '1 2 3 4 5 6'
);

-- An erased word leaves the index, too.
INSERT INTO sale_search (sale_search, rank) VALUES ('secure-delete', 1);
