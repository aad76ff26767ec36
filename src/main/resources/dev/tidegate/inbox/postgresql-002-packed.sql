-- How long the body was before it was packed (an LZ4 block), in bytes; NULL: it lies as it came.
ALTER TABLE delivery_body ADD COLUMN plain_length BIGINT;
