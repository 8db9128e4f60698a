// What the API answers; docs/openapi.json describes it. Money is text, with all its digits.
export interface FailingCheck {
  name: string;
  title: string;
  rows: number;
  severity?: string;
}

export interface QualityVerdict {
  verdict: 'loaded' | 'rejected' | 'lost';
  read: number;
  loaded: number;
  rejected: number;
  orphans: number;
  failing_checks: FailingCheck[];
}

export interface Guard {
  guard: string;
  subject: string;
  verdict: 'pass' | 'learning' | 'warn' | 'hold' | 'released';
  text: string;
  text_pt: string;
  meaning?: string;
}

export interface Status {
  project: string;
  target: string;
  version: string;
  warehouse:
    | { state: 'ready'; id: string; run: string; stale_marts: string[] }
    | { state: 'missing'; message: string; hint: string };
  freshness: { until: string | null; of: string | null; loaded_at: string | null } | null;
  last_run: {
    run: string;
    command: string;
    status: string;
    started: string;
    seconds: number;
    error: string | null;
  } | null;
  held: { run: string; reasons: Guard[] } | null;
  quality: QualityVerdict | null;
  notices: string[];
}

export interface Origin {
  table: string;
  file: string;
  line: number;
  raw: string;
  values: [string, string | null][];
  export_changed: boolean;
  changes: RowChange[];
}

/** What a run did to a row; of an updated one, `before` and `after` have the columns that differ. */
export interface RowChange {
  run: string;
  time: string;
  change: 'insert' | 'update' | 'delete';
  before: Record<string, string | null> | null;
  after: Record<string, string | null> | null;
}

export interface TableChanges {
  table: string;
  how: string;
  inserted: number | null;
  updated: number | null;
  deleted: number | null;
}

export interface ResultRows {
  columns: { name: string; type: string; kind: string }[];
  rows: (string | null)[][];
  total: number;
  offset: number;
}

export interface EngineVerdict {
  engine: string;
  verdict: string;
  rows?: number;
  missing?: number;
  extra?: number;
  changed?: number;
  error?: unknown;
}

export interface Answer {
  name: string;
  title: string;
  question: string;
  sql: string;
  params: { name: string; type: string; default: string | null; note: string }[];
  engines: EngineVerdict[] | null;
}

/// A column that another one comes from, as it is or by computing something.
export interface ColumnOrigin {
  table: string;
  column: string;
  as_it_is: boolean;
}

/// What uses a column: of a mart, the columns that it makes of it; none, if it only decides which rows there are.
export interface ColumnUser {
  kind: 'mart' | 'analysis' | 'check';
  name: string;
  columns: string[];
}

/// What a figure's SQL depends on, and the checks that read any of it.
export interface FigureLineage {
  columns: { table: string; column: string }[];
  checks: string[];
  unknown: string | null;
}

export interface ModelTable {
  name: string;
  kind: 'table' | 'mart';
  title: string;
  file?: string;
  grain?: string;
  sql?: string;
  reads?: string[];
  used_by?: string[];
  columns: {
    name: string;
    type: string;
    nullable: boolean;
    keys: string[];
    comment: string;
    from: ColumnOrigin[];
    exports: ColumnOrigin[];
    used_by: ColumnUser[];
  }[];
  primary_key: string[];
  unique: string[][];
  relations: {
    columns: string[];
    table: string;
    parent_columns: string[];
    cardinality: string;
    orphans?: number;
    orphan_keys?: number;
    examples?: string;
  }[];
  rows?: number;
  rejects?: number;
}

export interface TableStatistics {
  name: string;
  rows: number;
  approximate: boolean;
  columns: {
    name: string;
    type: string;
    comment: string | null;
    missing: number;
    different: number;
    least: string | null;
    greatest: string | null;
    top: { value: string | null; rows: number }[];
  }[];
  samples: { columns: { name: string; kind: string }[]; rows: (string | null)[][] };
  history: { table: string; versions: number; since: string | null } | null;
}

export interface StepResult {
  step: string;
  status: string;
  seconds: number;
  rows_in: number;
  rows_out: number;
  rejects: number;
  bytes: number;
  error?: string;
}

export interface Run {
  run: string;
  command: string;
  target: string;
  started: string;
  status: string;
  seconds: number;
  steps: StepResult[];
  guards: Guard[];
  released?: string;
  error?: string;
}

export interface PlanStep {
  step: string;
  due: boolean;
  reason: string;
  kind: string;
  subject: string;
  needs: string[];
}

export interface CheckResult {
  check: string;
  kind: string;
  table: string | null;
  severity: string;
  status: string;
  failures: number;
  columns: { name: string; type: string }[];
  rows: unknown[][];
  title: string;
  meaning: string | null;
  file: string | null;
  kept: number;
  reads?: string[];
}

export interface Quality {
  verdict?: QualityVerdict;
  files: {
    table: string;
    file: string;
    bytes: number;
    read: number;
    loaded: number;
    rejected: number;
    mended: number;
    blank_lines: number;
  }[];
  rejects: { table: string; code: string; rows: number }[];
  relations: {
    table: string;
    columns: string;
    parent: string;
    parent_columns: string;
    orphans: number;
    keys: number;
    examples: string;
  }[];
  checks: { run: string; status: string; seconds: number; checks: CheckResult[] } | null;
  checks_problem: string | null;
}
