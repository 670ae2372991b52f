-- Whoever finds nobody else at it does the next step.
SELECT position FROM fleet_view WHERE service = @service AND name = @name FOR UPDATE SKIP LOCKED
