import type { Expression } from '../../syntax/expression.js';

/** Reads an expression inside another one, of operators that bind at least so strongly. */
export type Inner = (least?: number) => Expression;
