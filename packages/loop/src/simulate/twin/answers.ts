/** Answers to the questions become settings of the twin. "Don't know" spans everything the other answers could mean. */
import type { TwinNumber } from '@wardkeep/model/twin';
import { fault, type TwinFault } from './faults.ts';
import { shown } from '../shown.ts';
import { fromGuess, numberOf } from './numbers.ts';
import { type NumberTarget, type Setting, type TwinAnswers, type TwinQuestion, type TwinRules, UNKNOWN, type WordTarget } from './rules.ts';

/** What was answered: `row` names the row that a number is of, where it is one. */
export interface Settings {
  number(target: NumberTarget): TwinNumber;
  row(target: NumberTarget): string | null;
  word(target: WordTarget): string;
}

/** Answers to questions that nobody asked, and options that there are not. */
export function answerFaults(questions: readonly TwinQuestion[], answers: TwinAnswers): TwinFault[] {
  const byId = new Map(questions.map((question) => [question.id, question]));
  return Object.entries(answers).flatMap(([id, option]) => {
    const question = byId.get(id);
    if (!question) return [fault('question-unknown', 'answers', { id: shown(id) })];
    const options = [...question.options.map((each) => each.id), UNKNOWN];
    return options.includes(option) ? [] : [fault('option-unknown', `answers.${id}`, { options: options.join(', '), found: shown(option) })];
  });
}

/** Settings of all targets of all questions. Throws for an answer that {@link answerFaults} names. */
export function settingsOf(rules: TwinRules, answers: TwinAnswers): Settings {
  const numbers = new Map<string, { readonly number: TwinNumber; readonly row: string | null }>(), words = new Map<string, string>(), [wrong] = answerFaults(rules.questions, answers);
  if (wrong) throw new Error(`${wrong.place}: ${wrong.message}`);
  for (const question of rules.questions) {
    const answer = answers[question.id] ?? UNKNOWN, option = question.options.find(({ id }) => id === answer), note = `${question.id}: ${answer}`;
    for (const set of (option ?? question.options[0]!).sets) {
      if (typeof set.to === 'string') words.set(set.target, option ? set.to : String(question.unknown[set.target]));
      else numbers.set(set.target, option ? answered(rules, set.to, note) : { number: spanned(rules, question, set.target as NumberTarget, note), row: null });
    }
  }
  const of = <T>(map: ReadonlyMap<string, T>, target: string): T => {
    const found = map.get(target);
    if (found === undefined) throw new Error(`No question sets ${target}.`);
    return found;
  };
  return { number: (target) => of(numbers, target).number, row: (target) => of(numbers, target).row, word: (target) => of(words, target) };
}

/** A row speaks for itself; a band is what the institution said, as we read it. */
function answered(rules: TwinRules, to: Exclude<Setting['to'], string>, note: string): { readonly number: TwinNumber; readonly row: string | null } {
  if (to.row !== null) return { number: fromGuess(rules, to, note), row: to.row };
  return { number: numberOf(to.value, to.low, to.high, { kind: 'measured', by: 'answer', on: null, note }), row: null };
}

function spanned(rules: TwinRules, question: TwinQuestion, target: NumberTarget, note: string): TwinNumber {
  const all = question.options.flatMap(({ sets }) => sets.flatMap((set) => (set.target === target && typeof set.to !== 'string' ? [fromGuess(rules, set.to)] : [])));
  return numberOf(Number(question.unknown[target]), Math.min(...all.map(({ low }) => low)), Math.max(...all.map(({ high }) => high)), { kind: 'assumed', from: question.rows, note });
}
