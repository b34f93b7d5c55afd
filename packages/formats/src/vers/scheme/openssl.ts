/** OpenSSL versions: before 3.0 letters mark patch releases (`1.0.2zd`), from 3.0 on semantic versions; `-alpha1`, `-beta2`, `-pre3`, `-dev` come before the release. */
import { compareNumbers, compareText, type Scheme } from './scheme.ts';
import { comparePre } from './semver.ts';

export interface OpensslVersion { readonly numbers: readonly string[]; readonly patch: string; readonly pre: readonly string[] }

const GRAMMAR = /^(\d+\.\d+(?:\.\d+)?)([a-z]*)(?:-([a-z]+)(\d*))?$/;

export const openssl: Scheme<OpensslVersion> = {
  name: 'openssl',
  parse: (text) => {
    const match = GRAMMAR.exec(text);
    if (match === null) return null;
    const [, numbers = '', patch = '', word, number = ''] = match;
    // `fips` and the like name a variant, not an order.
    if (word !== undefined && !/^(?:alpha|beta|pre|dev|rc)$/.test(word)) return null;
    return { numbers: numbers.split('.'), patch, pre: word === undefined ? [] : number === '' ? [word] : [word, number] };
  },
  compare: (a, b) => compareNumbers(a.numbers, b.numbers) || compareText(a.patch, b.patch) || comparePre(a.pre, b.pre),
};
