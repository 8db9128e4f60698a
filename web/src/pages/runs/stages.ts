// The steps of a run by stage, in the order in which the stages come.
import type { PlanStep, Run, StepResult } from '../../lib/types';

export interface Stage {
  kind: string;
  steps: { step: string; status: string; result: StepResult | null }[];
  done: number;
  seconds: number;
  /// The worst of its steps.
  status: string;
}

const kWorst = ['failed', 'killed', 'running', 'skipped', 'planned'];
const kDone = ['done', 'resumed', 'unchanged'];

export function stagesOf(plan: PlanStep[], run: Run | null): Stage[] {
  const results = new Map(run?.steps.map((one) => [one.step, one]) ?? []);
  const planned = new Set(plan.map((one) => one.step));
  // A run of before may have had steps that today's plan hasn't; their names begin with their stage.
  const gone = (run?.steps ?? []).filter((one) => !planned.has(one.step));
  const all = [
    ...plan.map((one) => ({ step: one.step, kind: one.kind })),
    ...gone.map((one) => ({ step: one.step, kind: one.step.split(/[ :.]/)[0]! })),
  ];
  const stages = new Map<string, Stage>();
  for (const { step, kind } of all) {
    let stage = stages.get(kind);
    if (!stage) stages.set(kind, (stage = { kind, steps: [], done: 0, seconds: 0, status: 'done' }));
    const result = results.get(step) ?? null;
    const status = result?.status ?? 'planned';
    stage.steps.push({ step, status, result });
    if (kDone.includes(status)) stage.done++;
    stage.seconds += result?.seconds ?? 0;
  }
  for (const stage of stages.values()) {
    stage.status =
      kWorst.find((status) => stage.steps.some((one) => one.status === status)) ??
      (stage.steps.every((one) => one.status === 'unchanged') ? 'unchanged' : 'done');
  }
  return [...stages.values()];
}
