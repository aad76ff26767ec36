CREATE TABLE shelf (id INTEGER PRIMARY KEY, label TEXT NOT NULL);
INSERT INTO shelf (id, label) VALUES (1, 'first');
