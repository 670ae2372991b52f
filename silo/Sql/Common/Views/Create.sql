INSERT INTO fleet_view (service, name, position) VALUES (@service, @name, 0) ON CONFLICT DO NOTHING
