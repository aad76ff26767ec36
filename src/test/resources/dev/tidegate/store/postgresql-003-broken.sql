INSERT INTO shelf (id, label) VALUES (3, 'half');
INSERT INTO no_such_table (id) VALUES (1);
