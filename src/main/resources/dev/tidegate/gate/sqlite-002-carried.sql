ALTER TABLE landings ADD COLUMN carried TEXT;
UPDATE landings SET carried = allowed;
