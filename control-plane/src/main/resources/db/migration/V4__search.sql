-- Ids of runs and approvals sort as their bytes do, whatever the database's own order of text: lists are paged by them.
ALTER TABLE runs ALTER COLUMN run_id TYPE text COLLATE "C";
ALTER TABLE approvals ALTER COLUMN approval_id TYPE text COLLATE "C";

-- An agent's runs of a task are in the order of their ids.
DROP INDEX runs_newest;
DROP INDEX runs_of_task;
CREATE INDEX runs_of_task ON runs (repository, agent, task_id, run_id);

CREATE INDEX runs_of_agent ON runs (agent, run_id);
CREATE INDEX runs_of_repository ON runs (repository, run_id);
CREATE INDEX runs_opened ON runs (opened_at);
CREATE INDEX approvals_settled ON approvals (state, requested_at, approval_id);

-- A run that nobody judged is to be tried again.
UPDATE runs SET route = 'RETRY' WHERE state = 'SEALED' AND route IS NULL;
