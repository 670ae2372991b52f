INSERT INTO fleet_cluster (name, claimed) VALUES (@cluster, now())
ON CONFLICT (only_one) DO UPDATE SET name = excluded.name, claimed = excluded.claimed
