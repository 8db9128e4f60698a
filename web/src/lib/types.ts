// What the API answers; docs/openapi.json describes it. Money is text, with all its digits.
export interface Status {
  project: string;
  target: string;
  version: string;
  warehouse:
    | { state: 'ready'; id: string; run: string; stale_marts: string[] }
    | { state: 'missing'; message: string; hint: string };
  sales?: boolean;
}

export interface Totals {
  revenue: string;
  orders: number;
  lines: number;
  customers: number;
  units: number;
  average_order: string;
}

export interface Member {
  key: number;
  label: string;
}

export interface OrderSums extends Member {
  revenue: string;
  orders: number;
}

export interface ProductSums {
  revenue: string;
  units: number;
  lines: number;
}

export interface Sales {
  currency: string;
  first_day: string | null;
  last_day: string | null;
  totals: Totals;
  before: (Totals & { from: string; to: string }) | null;
  series: {
    grain: string;
    start: string[];
    online: string[];
    reseller: string[];
    orders: number[];
    year_before: (string | null)[];
    undated: string;
  };
  channels: { channel: 'online' | 'reseller'; revenue: string; orders: number }[];
  products: (Member & ProductSums & { category: string; product_line: string; days_to_make: string })[];
  categories: (ProductSums & { category: string; product_line: string })[];
  days_to_make: (ProductSums & { days_to_make: string })[];
  territories: OrderSums[];
  customers: OrderSums[];
  chosen: { territory: Member[]; customer: Member[]; product: Member[] };
}

export interface OrderLine {
  order: number;
  line: number;
  day: string | null;
  channel: 'online' | 'reseller' | null;
  territory: Member;
  customer: Member;
  product: Member;
  quantity: number | null;
  revenue: string | null;
}

export interface OrderLines {
  currency: string;
  total: number;
  offset: number;
  traceable: boolean;
  lines: OrderLine[];
}

export interface Origin {
  table: string;
  file: string;
  line: number;
  raw: string;
  values: [string, string | null][];
  export_changed: boolean;
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

export interface ModelTable {
  name: string;
  kind: 'table' | 'mart';
  title: string;
  file?: string;
  grain?: string;
  sql?: string;
  reads?: string[];
  columns: { name: string; type: string; nullable: boolean; keys: string[]; comment: string }[];
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
  columns: { name: string; missing: number; different: number; least: string | null; greatest: string | null }[];
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
}

export interface Quality {
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
