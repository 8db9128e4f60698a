import { expect, test } from 'vitest';
import { stagesOf } from '../../src/pages/runs/stages';
import type { PlanStep, Run } from '../../src/lib/types';

const step = (kind: string, subject: string): PlanStep => ({
  step: `${kind}.${subject}`,
  due: true,
  reason: '',
  kind,
  subject,
  needs: [],
});
const result = (name: string, status: string, seconds = 1) => ({
  step: name,
  status,
  seconds,
  rows_in: 0,
  rows_out: 0,
  rejects: 0,
  bytes: 0,
});
const run = (steps: Run['steps']): Run => ({
  run: 'r',
  command: 'run',
  target: 'local',
  started: '',
  status: 'done',
  seconds: 1,
  steps,
  guards: [],
});

const plan = [step('load', 'a'), step('load', 'b'), step('check', 'x')];

test('steps by stage, in the order of the plan, with what is done', () => {
  const stages = stagesOf(plan, run([result('load.b', 'done', 2), result('load.a', 'unchanged', 0)]));
  expect(stages.map((one) => [one.kind, one.done, one.steps.length, one.status, one.seconds])).toEqual([
    ['load', 2, 2, 'done', 2],
    ['check', 0, 1, 'planned', 0],
  ]);
});

test('the worst of its steps is the state of a stage', () => {
  expect(stagesOf(plan, run([result('load.a', 'done'), result('load.b', 'failed')]))[0]!.status).toBe('failed');
});

test('a run of before keeps its steps under their stage, also without a plan', () => {
  expect(
    stagesOf([], run([result('load.old', 'done'), result('load.other', 'done')])).map((one) => [one.kind, one.done]),
  ).toEqual([['load', 2]]);
});

test('without a run, all is planned', () => {
  expect(stagesOf(plan, null).every((one) => one.status === 'planned')).toBe(true);
});
