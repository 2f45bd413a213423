-- A run whose journal has ended is SEALING until its folder has its seal.
ALTER TABLE runs DROP CONSTRAINT runs_state_check;
ALTER TABLE runs ADD CONSTRAINT runs_state_check
  CHECK (state IN ('OPEN', 'WAITING_FOR_APPROVALS', 'VERIFYING', 'SEALING', 'SEALED'));
