INSERT INTO fleet_view (service, name, position) VALUES (@service, 'workspace', 0) ON CONFLICT DO NOTHING
