-- Into the cluster whose the database is; where nobody has said that yet, into any.
WITH moved AS
(
    UPDATE fleet_membership_version SET version = version + 1, changed = now()
    WHERE cluster = @DeploymentId AND version = @Version
      AND NOT EXISTS (SELECT 1 FROM fleet_cluster WHERE name <> @DeploymentId)
      AND NOT EXISTS (SELECT 1 FROM fleet_member
                      WHERE cluster = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation)
    RETURNING cluster
),
inserted AS
(
    INSERT INTO fleet_member (cluster, address, port, generation, name, host, status, proxy_port, started, alive, proves)
    SELECT cluster, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime, true
    FROM moved
    RETURNING 1
)
SELECT EXISTS (SELECT 1 FROM inserted)
