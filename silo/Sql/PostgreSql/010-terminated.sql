-- Who was terminated lately, for bills: without it they read the lines of all that has happened.
CREATE INDEX fleet_journal_terminated ON fleet_journal (service, at) WHERE kind = 'WorkSpace' AND event ->> 'to' = 'TERMINATED';
