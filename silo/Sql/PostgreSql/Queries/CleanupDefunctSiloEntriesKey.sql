DELETE FROM fleet_member WHERE cluster = @DeploymentId AND status = 6 AND alive < @IAmAliveTime
