import { nearestWord } from '../../nearestWord.js';
import type { Step } from '../../syntax/action.js';
import { stepKeys, type StepWord } from '../../words/mappingKeys.js';
import { quoted } from '../yaml/describeNode.js';
import { Mapping } from '../yaml/mapping.js';
import type { LocatedNode } from '../yaml/node.js';
import { expressionAt } from './expressionAt.js';
import { call, notify, reject, validate } from './otherSteps.js';
import type { StepContext, StepReader } from './stepReader.js';
import { find, insert, refreshTableView, remove, update } from './rowSteps.js';

/** Deeper is a mistake. */
const deepest = 16;

/** `if: cond` with `then: [...]` and `else: [...]`. */
const branch: StepReader = (mapping, context) => {
  const condition = expressionAt(mapping, 'if');
  const inner = { ...context, depth: context.depth + 1 };
  mapping.require('then', 'the step if');
  const then = readSteps(mapping.items('then', 'a list of steps'), inner);
  const otherwise = readSteps(mapping.items('else', 'a list of steps'), inner);
  return condition && { kind: 'if', condition, then, else: otherwise, position: mapping.position };
};

const readers: Record<StepWord, StepReader> = {
  validate,
  if: branch,
  insert,
  update,
  delete: remove,
  find,
  call,
  refresh_table_view: refreshTableView,
  notify,
  reject,
};

const words = Object.keys(stepKeys) as StepWord[];

/**
 * @param nodes - of the steps
 * @param context - where they stand
 * @returns the steps that are right; faults of the others are collected
 */
export function readSteps(nodes: readonly LocatedNode[], context: StepContext): Step[] {
  return nodes.flatMap((located) => {
    const mapping = Mapping.at(located, 'a step, as in "insert: Post"');
    if (mapping === undefined) return [];
    if (context.depth > deepest) {
      mapping.reading.problems.add(mapping.position, `expected at most ${deepest} steps "if" around a step`);
      return [];
    }
    const word = words.find((candidate) => mapping.entry(candidate));
    if (word === undefined) {
      const found = mapping.entries[0]?.key ?? '';
      const message = `expected a step (${words.join(', ')}), found ${quoted(found)}`;
      mapping.reading.problems.add(mapping.position, message, nearestWord(found, words));
      return [];
    }
    mapping.allow(`the step ${word}`, stepKeys[word]);
    return readers[word](mapping, context) ?? [];
  });
}
