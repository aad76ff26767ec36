ALTER TABLE shelf ADD COLUMN height INTEGER;
INSERT INTO shelf (id, label, height) VALUES (2, 'second', 7);
