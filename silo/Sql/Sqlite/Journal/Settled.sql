-- One writes at a time: no line can appear before one that is there.
SELECT coalesce((SELECT max(position) FROM fleet_journal), 0), 0, 0
