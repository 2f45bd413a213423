-- The database coordinates and answers questions; the run folders and the gateway log decide.
-- Everything here can be dropped and filled again from them, but for what is marked as its own.

-- From the gateway log; entry is the position of the entry that a row stands for.

CREATE TABLE repositories (
  name   text PRIMARY KEY,
  origin text NOT NULL,
  entry  bigint NOT NULL
);

CREATE TABLE identities (
  name         text PRIMARY KEY,
  role         text NOT NULL CHECK (role IN ('OPERATOR', 'AGENT')),
  token_sha256 text NOT NULL,
  enabled      boolean NOT NULL,
  repositories text[] NOT NULL,
  profiles     text[] NOT NULL,
  open_runs    integer NOT NULL,
  entry        bigint NOT NULL
);

CREATE TABLE profiles (
  name          text PRIMARY KEY,
  policy_sha256 text NOT NULL,
  entry         bigint NOT NULL
);

CREATE TABLE merges (
  run_id      text PRIMARY KEY,
  state       text NOT NULL CHECK (state IN ('INTENDED', 'MERGED')),
  seal_sha256 text NOT NULL,
  branch      text NOT NULL,
  commit_id   text NOT NULL,
  by          text NOT NULL,
  entry       bigint NOT NULL
);

-- From the run folders.

CREATE TABLE runs (
  run_id             text PRIMARY KEY,
  repository         text NOT NULL,
  task_id            text NOT NULL,
  agent              text NOT NULL,
  profile            text NOT NULL,
  policy_sha256      text NOT NULL,
  revision           text NOT NULL,
  base_commit        text NOT NULL,
  base_tree          text NOT NULL,
  state              text NOT NULL
    CHECK (state IN ('OPEN', 'WAITING_FOR_APPROVALS', 'VERIFYING', 'SEALED')),
  opened_at          timestamptz NOT NULL,
  submitted_at       timestamptz,
  ended_at           timestamptz,
  events             bigint NOT NULL,
  waiting_approvals  integer NOT NULL,
  attempt            integer NOT NULL,
  status             text CHECK (status IN ('COMPLETED', 'CRASHED', 'CANCELLED')),
  verdict            text CHECK (verdict IN ('PASSED', 'FAILED', 'NONE')),
  route              text,
  result_tree        text,
  gate_report_sha256 text,
  sealed_at          timestamptz,
  seal_sha256        text
);

CREATE INDEX runs_newest ON runs (opened_at DESC, run_id DESC);
CREATE INDEX runs_of_task ON runs (repository, task_id, opened_at, run_id);

CREATE TABLE tasks (
  repository  text NOT NULL,
  task_id     text NOT NULL,
  text_sha256 text NOT NULL,
  attempts    integer NOT NULL,
  PRIMARY KEY (repository, task_id)
);

-- expires_at is the database's own: every call extends a lease, in memory.
CREATE TABLE leases (
  run_id     text PRIMARY KEY REFERENCES runs ON DELETE CASCADE,
  agent      text NOT NULL,
  fence      bigint NOT NULL,
  taken_at   timestamptz NOT NULL,
  expires_at timestamptz
);

CREATE TABLE approvals (
  approval_id     text PRIMARY KEY,
  run_id          text NOT NULL REFERENCES runs ON DELETE CASCADE,
  call_id         text NOT NULL,
  path            text NOT NULL,
  rule            text NOT NULL,
  role            text NOT NULL,
  proposal_sha256 text NOT NULL,
  requested_at    timestamptz NOT NULL,
  expires_at      timestamptz NOT NULL,
  state           text NOT NULL
    CHECK (state IN ('WAITING', 'COMMITTED', 'DENIED', 'STALE', 'EXPIRED')),
  settled_by      text,
  settled_at      timestamptz,
  comment         text
);

CREATE INDEX approvals_of_run ON approvals (run_id);
CREATE INDEX approvals_waiting ON approvals (requested_at) WHERE state = 'WAITING';

-- The database's own, as a whole: what reconciliation found, and when.
CREATE TABLE findings (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  code        text NOT NULL,
  run_id      text,
  detail      text NOT NULL,
  repaired    boolean NOT NULL,
  found_at    timestamptz NOT NULL
);
