-- Lines that could not be folded stay: they are all that is left of what they say.
DELETE FROM fleet_journal
WHERE service = @service AND position > @after AND position <= @until
  AND position NOT IN (SELECT value FROM json_each(@kept))
