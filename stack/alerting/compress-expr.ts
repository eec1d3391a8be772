import type { SyntaxNode } from '@lezer/common';
import { formatDuration, parseDuration } from '../../core/duration.js';
import type { Milliseconds } from '../../core/time.js';
import type { FloorKind, FloorLog } from './floors.js';
import type { PipelineTimes } from './model.js';
import { constantOf, expressionsOf, functionOf, nodesOf, type Promql, parsePromql, syntaxErrorOf, textOf } from './promql.js';
import { rangeFloor, scaleDuration, scaleTimes, scaleToFloor } from './scale.js';
import { applyEdits, type TextEdit } from './text-edit.js';

/** What compression of one expression needs to know. */
export interface ExprCompression {
  readonly speed: number;
  /** Production periods. */
  readonly times: PipelineTimes;
  /** Called with each floor that was hit. */
  readonly floors?: FloorLog;
  /** The rule, as the floors name it. */
  readonly rule?: string;
}

/**
 * Divides every duration of a PromQL expression by the speed: ranges, subqueries and their steps, offsets, predict_linear's horizon.
 * Time stamps (`@`), numbers and everything else stay byte for byte. An expression that cannot be parsed is returned as it is.
 */
export const compressExpr = (expr: string, options: ExprCompression): string =>
  applyEdits(expr, expressionEdits(expr, options));

/** The edits of `compressExpr`, by position in the expression. */
export function expressionEdits(expr: string, options: ExprCompression): readonly TextEdit[] {
  const promql = parsePromql(expr);
  if (options.speed === 1 || syntaxErrorOf(promql) !== undefined) return [];
  return nodesOf(promql.root).flatMap((node) => editsOf(promql, node, options));
}

function editsOf(promql: Promql, node: SyntaxNode, options: ExprCompression): readonly TextEdit[] {
  const compressed = scaleTimes(options.times, options.speed);
  const of = options.rule === undefined ? {} : { of: options.rule };
  const floored = (floorMs: Milliseconds, what: FloorKind) => (ms: Milliseconds) => {
    const scaled = scaleToFloor(ms, options.speed, floorMs);
    return options.floors?.hold({ what, ...of }, ms, scaled) ?? scaled;
  };
  switch (node.name) {
    case 'MatrixSelector':
      return durationEdits(promql, node.getChildren('DurationExpr'), floored(rangeFloor(compressed), 'range'));
    case 'SubqueryExpr': {
      const [range, step] = node.getChildren('DurationExpr');
      return [
        ...durationEdits(promql, range ? [range] : [], floored(rangeFloor(compressed), 'range')),
        ...durationEdits(promql, step ? [step] : [], floored(compressed.evaluationMs, 'step')),
      ];
    }
    case 'OffsetExpr':
      return durationEdits(promql, node.getChildren('OffsetDurationExpr'), (ms) => scaleDuration(ms, options.speed));
    case 'FunctionCall':
      return functionOf(node) === 'PredictLinear' ? horizonEdits(promql, node, options.speed) : [];
    default:
      return [];
  }
}

// A duration may be arithmetic in Prometheus 3 (`[5m * 2]`): its literals with a unit are scaled, plain numbers only when they stand alone.
function durationEdits(
  promql: Promql,
  durations: readonly SyntaxNode[],
  scale: (ms: Milliseconds) => Milliseconds,
): readonly TextEdit[] {
  return durations.flatMap((duration) => {
    const literals = nodesOf(duration).filter((node) => node.name === 'NumberDurationLiteralInDurationContext');
    return literals.flatMap((node) => {
      const text = textOf(promql, node);
      const ms = /[a-z]$/i.test(text) ? parseDuration(text) : literals.length === 1 ? Number(text) * 1_000 : undefined;
      if (ms === undefined || !Number.isFinite(ms) || ms === 0) return [];
      return [{ from: node.from, to: node.to, text: formatDuration(scale(ms)) }];
    });
  });
}

function horizonEdits(promql: Promql, call: SyntaxNode, speed: number): readonly TextEdit[] {
  const horizon = expressionsOf(call)[1];
  if (!horizon) return [];
  const text = textOf(promql, horizon);
  const ms = parseDuration(text);
  if (ms !== undefined && ms > 0)
    return [{ from: horizon.from, to: horizon.to, text: formatDuration(scaleDuration(ms, speed)) }];
  const seconds = constantOf(promql, horizon);
  // A computed horizon stays readable: `4 * 3600` becomes `(4 * 3600) / 60`.
  const scaled =
    horizon.name === 'NumberDurationLiteral' && seconds !== undefined ? String(seconds / speed) : `(${text}) / ${speed}`;
  return [{ from: horizon.from, to: horizon.to, text: scaled }];
}
