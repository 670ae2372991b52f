WITH moved AS
(
    UPDATE fleet_membership_version SET version = version + 1, changed = now()
    WHERE cluster = @DeploymentId AND version = @Version
      AND EXISTS (SELECT 1 FROM fleet_member
                  WHERE cluster = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation)
    RETURNING cluster
),
updated AS
(
    UPDATE fleet_member AS m SET status = @Status, suspected = @SuspectTimes, alive = @IAmAliveTime
    FROM moved
    WHERE m.cluster = moved.cluster AND m.address = @Address AND m.port = @Port AND m.generation = @Generation
    RETURNING 1
)
SELECT EXISTS (SELECT 1 FROM updated)
