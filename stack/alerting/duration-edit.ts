import type { Node } from 'yaml';
import { formatDuration, parseDuration } from '../../core/duration.js';
import type { Milliseconds } from '../../core/time.js';
import { editScalar, type TextEdit } from './text-edit.js';
import type { YamlFile } from './yaml-file.js';

/** The edit that scales a duration's scalar; none for what is absent, zero or not a duration. */
export function durationEdits(
  yaml: YamlFile,
  node: Node | undefined,
  scale: (ms: Milliseconds) => Milliseconds,
): readonly TextEdit[] {
  const text = node && yaml.textOf(node, 'duration');
  const ms = text ? parseDuration(text) : undefined;
  if (!node || !text || !ms) return [];
  const edit = editScalar(yaml.text, node, { from: 0, to: text.length }, formatDuration(scale(ms)));
  return edit ? [edit] : [];
}
