-- The claims in SQLite: in memory for a dataset in JSON, a file for one that `build` made.
-- Plain tables that any SQLite tool reads; lists are JSON. docs/large.md shows them in use.
-- A line with == begins a part, which a store in memory makes when it first needs it.

-- == head
-- What describes the dataset as a whole; topics is a JSON list.
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

-- The articles, numbered as citations number them; csl is a CSL-JSON item.
CREATE TABLE source (
  n INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  csl TEXT NOT NULL,
  claims INTEGER NOT NULL
);

CREATE TABLE discrepancy (
  n INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  note TEXT NOT NULL,
  claims TEXT NOT NULL
);
CREATE TABLE discrepancy_claim (
  claim TEXT NOT NULL,
  discrepancy INTEGER NOT NULL,
  PRIMARY KEY (claim, discrepancy)
) WITHOUT ROWID;

-- == claims
-- n counts the claims in dataset order from 1; first and last are the period's days as YYYYMMDD.
CREATE TABLE claim (
  n INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  kind TEXT NOT NULL,
  statement TEXT NOT NULL,
  figure TEXT,
  value NUMERIC,
  unit TEXT,
  modifier TEXT,
  measure TEXT NOT NULL,
  actor TEXT NOT NULL,
  programme TEXT,
  place TEXT,
  topics TEXT NOT NULL,
  period TEXT,
  caveat TEXT,
  source TEXT NOT NULL,
  paragraph INTEGER NOT NULL,
  sentence INTEGER NOT NULL,
  anchor TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  keywords TEXT NOT NULL,
  questions TEXT NOT NULL,
  first INTEGER,
  last INTEGER
);

-- == facets
CREATE TABLE topic (topic TEXT NOT NULL, claim INTEGER NOT NULL, PRIMARY KEY (topic, claim))
  WITHOUT ROWID;

-- Each value of a facet with its number of claims, in order of first appearance.
CREATE TABLE facet (
  n INTEGER PRIMARY KEY,
  field TEXT NOT NULL,
  value TEXT NOT NULL,
  claims INTEGER NOT NULL
);

-- The names by which a filter may ask for a facet's value, folded.
CREATE TABLE facet_name (
  field TEXT NOT NULL,
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (field, name, value)
) WITHOUT ROWID;

-- == words
-- The index of words: rowid is claim.n. It holds no second copy of the text, and `content`
-- is spelt as datasette and sqlite-utils look for it.
CREATE VIRTUAL TABLE words USING fts5 (
  statement, measure, keywords, questions, programme, place, actor, period,
  content="claim", content_rowid="n", tokenize="porter unicode61 remove_diacritics 2"
);

-- == vocabulary
-- The words as written, in lower case, each with the number of claims that have it in any
-- form. Only in a built file.
CREATE TABLE vocabulary (word TEXT PRIMARY KEY, claims INTEGER NOT NULL) WITHOUT ROWID;

-- == indexes
-- Only in a built file, once the claims are in it. Ids are unique: `build` looks itself.
CREATE INDEX claim_id ON claim (id);
CREATE INDEX claim_kind ON claim (kind);
CREATE INDEX claim_unit ON claim (unit);
CREATE INDEX claim_value ON claim (value);
CREATE INDEX claim_programme ON claim (programme);
CREATE INDEX claim_place ON claim (place);
CREATE INDEX claim_source ON claim (source);
CREATE INDEX claim_period ON claim (first, last);
