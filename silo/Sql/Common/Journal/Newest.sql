SELECT coalesce((SELECT max(position) FROM fleet_journal), 0)
