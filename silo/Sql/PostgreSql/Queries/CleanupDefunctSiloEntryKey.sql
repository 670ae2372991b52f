-- Only as it was when it was judged: status 6 is Dead.
DELETE FROM fleet_member
WHERE cluster = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation
  AND status = 6 AND started = @StartTime AND alive = @IAmAliveTime AND suspected IS NOT DISTINCT FROM @SuspectTimes
