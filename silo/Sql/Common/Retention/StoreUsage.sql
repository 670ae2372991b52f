INSERT INTO fleet_usage (service, id, usage) VALUES (@service, @id, @usage) ON CONFLICT (service, id) DO UPDATE SET usage = excluded.usage
