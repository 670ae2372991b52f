SELECT name FROM fleet_cluster
