import { z } from 'zod';
import type { FaultSpec, InstanceRef, Params, Proof, UndoRecord } from '../model/fault.js';
import type { Expectation, Scenario, SilenceExpectation } from '../model/scenario.js';
import { FINDING_IDS, type Finding, type Judgement, OUTCOMES, VERDICT_RESULTS, type Verdict } from '../model/verdict.js';
import { abortCondition, condition, remediationStep } from './course-shapes.js';
import { targetInstances } from './target-shape.js';

// What journal lines are made of. Each shape is checked against the type that the rest of supops works with.

/** A readonly list. */
export const list = <T extends z.ZodType>(of: T) => z.array(of).readonly();

/** Far from every run, and so far from the ends of the calendar that sums of a few still are dates. */
const LAST_MS = 1e14;

/** Epoch ms on the engine's clock, or a span in ms. */
export const ms = z.number().min(-LAST_MS).max(LAST_MS);

export const labels = z.record(z.string(), z.string()).readonly();

const params: z.ZodType<Params> = z.record(z.string(), z.unknown());

export const instanceRef: z.ZodType<InstanceRef> = z
  .object({
    selector: labels,
    service: z.string(),
    instance: z.string(),
    id: z.string(),
    startedAt: ms,
  })
  .meta({ id: 'instance' });

export const undoRecord: z.ZodType<UndoRecord> = z
  .object({ kind: z.string(), target: instanceRef, args: params })
  .meta({ id: 'undo record' });

export const proof: z.ZodType<Proof> = z
  .object({ proven: z.boolean(), evidence: z.string(), at: ms.exactOptional() })
  .meta({ id: 'proof of a fault' });

const faultSpec: z.ZodType<FaultSpec> = z
  .object({
    id: z.string(),
    kind: z.string(),
    target: z.object({ service: z.string(), instances: targetInstances }),
    atMs: ms,
    forMs: ms.exactOptional(),
    params,
  })
  .meta({ id: 'fault spec' });

const expectation: z.ZodType<Expectation> = z
  .object({
    id: z.string(),
    alert: z.string(),
    labels,
    notified: list(z.string()),
    resolves: z.boolean(),
    annotations: labels.exactOptional(),
    runbook: z.boolean().exactOptional(),
    rendered: z.boolean().exactOptional(),
    grouped: z.boolean().exactOptional(),
    flaps: z.number().exactOptional(),
    afterAlert: z.string().exactOptional(),
    inhibitedBy: z.string().exactOptional(),
    after: z.string().exactOptional(),
    withinMs: ms.exactOptional(),
    notBeforeMs: ms.exactOptional(),
    line: z.number(),
    column: z.number(),
  })
  .meta({ id: 'expectation' });

const loadShape = z.union([
  z.object({ kind: z.literal('step'), to: z.number(), atMs: ms }),
  z.object({ kind: z.enum(['ramp', 'spike']), to: z.number(), atMs: ms, forMs: ms }),
]);

const silence: z.ZodType<SilenceExpectation> = z
  .object({
    id: z.string(),
    alert: z.string(),
    after: z.string().exactOptional(),
    withinMs: ms.exactOptional(),
    line: z.number(),
    column: z.number(),
  })
  .meta({ id: 'expectation of silence' });

export const scenario: z.ZodType<Scenario> = z
  .object({
    name: z.string(),
    title: z.string(),
    file: z.string(),
    text: z.string(),
    steadyState: z.object({
      minRequests: z.number(),
      minGoodRatio: z.number(),
      conditions: list(condition).exactOptional(),
    }),
    load: z.object({
      rate: z.number(),
      paths: list(z.string()),
      shape: loadShape.exactOptional(),
      also: list(z.object({ path: z.string(), everyMs: ms })).exactOptional(),
    }),
    faults: list(faultSpec),
    expect: list(expectation),
    silences: list(silence).exactOptional(),
    allow: list(z.string()),
    forbid: list(z.string()).exactOptional(),
    watchMs: ms.exactOptional(),
    recoverWithinMs: ms,
    recoverConditions: list(condition).exactOptional(),
    abort: list(abortCondition).exactOptional(),
    exclusive: z.boolean().exactOptional(),
    remediate: list(remediationStep).exactOptional(),
    runbook: z.string().exactOptional(),
  })
  .meta({ id: 'scenario' });

const finding: z.ZodType<Finding> = z
  .object({
    id: z.enum(FINDING_IDS),
    alert: z.string().exactOptional(),
    message: z.string(),
  })
  .meta({ id: 'finding' });

const verdict: z.ZodType<Verdict> = z
  .object({
    id: z.string(),
    expectation: z.string(),
    result: z.enum(VERDICT_RESULTS),
    value: z.string(),
    valueMs: ms.exactOptional(),
    budgetMs: ms.exactOptional(),
    evidence: z.string(),
    findings: list(finding),
  })
  .meta({ id: 'verdict' });

export const judgement: z.ZodType<Judgement> = z
  .object({
    outcome: z.enum(OUTCOMES),
    verdicts: list(verdict),
    findings: list(finding),
  })
  .meta({ id: 'judgement' });

/** An alert of a message, as the receiving end read it. */
export const carriedAlert = z
  .object({
    status: z.enum(['firing', 'resolved']),
    alertname: z.string(),
    fingerprint: z.string(),
    startsAt: z.string(),
    endsAt: z.string().exactOptional(),
  })
  .meta({ id: 'carried alert' });

/** What users saw in one second. */
export const loadRecord = z
  .object({
    second: z.number(),
    requests: z.number(),
    failed: z.number(),
    slow: z.number(),
    p50Ms: ms,
    p95Ms: ms,
    maxMs: ms,
  })
  .meta({ id: 'load record' });
