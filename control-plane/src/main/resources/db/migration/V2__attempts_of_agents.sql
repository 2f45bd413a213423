-- Attempts at a task are counted for each agent. A task's text and a run's route are for the folders to say:
-- the pass of reconciliation after the start corrects them.

DROP INDEX runs_of_task;
CREATE INDEX runs_of_task ON runs (repository, agent, task_id, opened_at, run_id);

ALTER TABLE tasks RENAME TO tasks_of_all;
ALTER TABLE tasks_of_all DROP CONSTRAINT tasks_pkey;

CREATE TABLE tasks (
  repository  text NOT NULL,
  agent       text NOT NULL,
  task_id     text NOT NULL,
  text_sha256 text NOT NULL,
  attempts    integer NOT NULL,
  PRIMARY KEY (repository, agent, task_id)
);

INSERT INTO tasks (repository, agent, task_id, text_sha256, attempts)
SELECT runs.repository, runs.agent, runs.task_id, min(tasks_of_all.text_sha256), count(*)
FROM runs JOIN tasks_of_all USING (repository, task_id)
GROUP BY runs.repository, runs.agent, runs.task_id;

DROP TABLE tasks_of_all;

UPDATE runs SET attempt = counted.attempt
FROM (
  SELECT run_id,
    row_number() OVER (PARTITION BY repository, agent, task_id ORDER BY opened_at, run_id COLLATE "C") AS attempt
  FROM runs
) AS counted
WHERE counted.run_id = runs.run_id;
